# Silkwire in a container: docker build -t silkwire . && docker run -v silkwire:/data --env-file .env silkwire
# Built in one stage, run in another that has no compiler; nothing in it names an architecture.
FROM node:24-bookworm-slim AS build
WORKDIR /app
# better-sqlite3 compiles where no binary fits.
RUN apt-get update && apt-get install -y --no-install-recommends g++ make python3 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY scripts/check-install.mjs scripts/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY regions regions
COPY sample sample
COPY src src
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
ENV DATABASE_URL=file:/data/silkwire.db
# Reached from outside as far as the container's ports are published.
ENV WEB_PORT=8080
ENV WEB_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/regions regions
COPY --from=build /app/sample sample
COPY LICENSE NOTICE ./
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.WEB_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["run"]
