// Runs the Dockerfile's steps where no builder is: each stage is a folder that begins as Debian's base system with Node in it, each RUN goes there by chroot, each
// COPY copies; then the image's command runs as its user over a read-only root until its HEALTHCHECK says it is well, and ends by SIGTERM.
//   node scripts/image-steps.mjs          as root, with debootstrap, on Linux; the network of npm and apt. Exit code 1 where a step fails
// The base image itself is not pulled: what it has beside Debian and Node is not tried.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'silkwire-image-'))
const mounted = []
const say = (line) => console.log(`image steps: ${line}`)
const run = (command, args, options = {}) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options }) // prettier-ignore

/** FROM, RUN, COPY, ENV, WORKDIR, USER, CMD and the like, in order: [instruction, rest]. */
function instructionsOf(file) {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
  return text.split('\n').flatMap((line) => {
    const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? []
    return instruction === undefined ? [] : [[instruction, rest]]
  })
}

function baseSystem({ major, suite }) {
  const base = path.join(folder, 'base')
  say(`Debian ${suite} with Node ${major} in ${base}`)
  const certificates = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt'
  run('debootstrap', ['--variant=minbase', '--include=ca-certificates', suite, base])
  fs.copyFileSync('/etc/resolv.conf', path.join(base, 'etc/resolv.conf'))
  fs.copyFileSync(certificates, path.join(base, 'etc/ssl/certs/ca-certificates.crt'))
  const npmrc = execFileSync('npm', ['config', 'get', 'registry']).toString().trim()
  fs.mkdirSync(path.join(base, 'usr/local/etc'), { recursive: true })
  // Headers stand beside Node: nothing else is fetched to compile against.
  fs.writeFileSync(path.join(base, 'usr/local/etc/npmrc'), `registry=${npmrc}\nnodedir=/usr/local\ncafile=/etc/ssl/certs/ca-certificates.crt\n`) // prettier-ignore
  for (const [name, into] of [
    [`node-linux-${process.arch}@${major}`, 'usr/local'],
    ['npm@11', 'usr/local/lib/node_modules/npm'],
  ]) {
    // prettier-ignore
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, name]).toString().trim()
    fs.mkdirSync(path.join(base, into), { recursive: true })
    run('tar', ['xzf', path.join(folder, packed), '-C', path.join(base, into), '--strip-components', '1'])
  }
  fs.symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(base, 'usr/local/bin/npm'))
  fs.chmodSync(path.join(base, 'usr/local/lib/node_modules/npm/bin/npm-cli.js'), 0o755)
  run('chroot', [base, 'useradd', '--uid', '1000', '--user-group', '--create-home', 'node'])
  return base
}

function mount(...args) {
  run('mount', args)
  mounted.push(args.at(-1))
}

function inRoot(stage, command) {
  const env = { PATH, ...stage.env, ...(process.env.CI && { CI: process.env.CI }) }
  run('chroot', [stage.root, '/bin/sh', '-c', `cd ${stage.workdir} && ${command}`], { env })
}

function copy(stage, stages, rest) {
  const [, from, given] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(rest)
  const words = given.split(/\s+/)
  const to = words.pop()
  const root = from === undefined ? '.' : stages.get(from).root
  const target = path.join(stage.root, path.resolve(stage.workdir, to))
  for (const word of words) {
    const source = path.join(root, word)
    const isFolder = fs.statSync(source).isDirectory()
    const into = isFolder || !(to.endsWith('/') || words.length > 1) ? target : path.join(target, path.basename(word))
    fs.mkdirSync(path.dirname(into), { recursive: true })
    fs.cpSync(source, into, { recursive: true, verbatimSymlinks: true })
  }
}

const STEPS = {
  RUN: (stage, stages, rest) => inRoot(stage, rest),
  COPY: copy,
  ENV: (stage, stages, rest) => Object.assign(stage.env, Object.fromEntries([rest.split(/=(.*)/s).slice(0, 2)])),
  WORKDIR: (stage, stages, rest) => {
    stage.workdir = rest
    fs.mkdirSync(path.join(stage.root, rest), { recursive: true })
  },
  USER: (stage, stages, rest) => void (stage.user = rest),
  VOLUME: (stage, stages, rest) => void stage.volumes.push(rest),
  ENTRYPOINT: (stage, stages, rest) => void (stage.entrypoint = JSON.parse(rest)),
  CMD: (stage, stages, rest) => void (stage.command = JSON.parse(rest)),
  HEALTHCHECK: (stage, stages, rest) => void (stage.health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4))),
  EXPOSE: () => undefined,
  STOPSIGNAL: () => undefined,
}

function build(instructions) {
  const stages = new Map()
  let base
  let stage
  for (const [instruction, rest] of instructions) {
    if (instruction === 'FROM') {
      const [, major, suite, name = 'image'] = /^node:(\d+)-(\w+)-slim(?:\s+AS\s+(\w+))?$/.exec(rest)
      base ??= baseSystem({ major, suite })
      const root = path.join(folder, name)
      run('cp', ['-a', base, root])
      stage = { root, env: {}, workdir: '/', volumes: [], user: 'root' }
      stages.set(name, stage)
      mount('--bind', '/proc', path.join(root, 'proc'))
      mount('--bind', '/dev', path.join(root, 'dev'))
      continue
    }
    if (STEPS[instruction] === undefined) throw new Error(`${instruction} is not known here`)
    say(`${instruction} ${rest.slice(0, 90)}`)
    STEPS[instruction](stage, stages, rest)
  }
  return stage
}

/** As `docker run --read-only --tmpfs /tmp`: what the image's user may write is its volumes and /tmp. */
function openReadOnly({ root: built, volumes, user }) {
  const root = `${built}-running`
  fs.mkdirSync(root)
  mount('--bind', built, root)
  run('mount', ['-o', 'remount,ro,bind', root])
  mount('--bind', '/proc', `${root}/proc`)
  mount('--bind', '/dev', `${root}/dev`)
  mount('-t', 'tmpfs', 'tmpfs', `${root}/tmp`)
  for (const volume of volumes) {
    const own = path.join(folder, 'volumes', volume)
    fs.mkdirSync(own, { recursive: true })
    run('chown', ['--reference', path.join(built, volume), own])
    mount('--bind', own, path.join(root, volume))
  }
  return { root, user }
}

function inImage({ root, user }, { workdir, env }, words, given = {}) {
  const args = [`--userspec=${user}:${user}`, root, '/bin/sh', '-c', `cd ${workdir} && exec "$@"`, 'sh', ...words]
  return spawn('chroot', args, { env: { PATH, ...env, ...given }, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** All that a process says, and its exit code. */
async function ended(child) {
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece))
  const [code] = await once(child, 'exit')
  return { code, said: Buffer.concat(said).toString() }
}

async function tryImage(stage) {
  const running = openReadOnly(stage)
  const sample = await ended(inImage(running, stage, [...stage.entrypoint, 'sample']))
  if (sample.code !== 0 || !sample.said.includes('read 92 articles')) throw new Error(`sample: ${sample.said}`)
  say('sample in the image, over a read-only root: well')

  // Without a port of this machine's own in its way.
  const given = { WEB_PORT: '18181', ENV_FILE: '' }
  const child = inImage(running, stage, [...stage.entrypoint, ...stage.command], given)
  const end = ended(child)
  let isWell = false
  for (let tries = 0; tries < 60 && !isWell && child.exitCode === null; tries++) {
    await wait(500)
    isWell = (await ended(inImage(running, stage, stage.health, given))).code === 0
  }
  child.kill('SIGTERM')
  const { code, said } = await end
  if (!isWell || code !== 0) throw new Error(`run: healthy ${isWell}, exit code ${code}: ${said.slice(-2_000)}`)
  say(`run as ${stage.user}: HEALTHCHECK is well, SIGTERM ends it with 0`)
}

try {
  await tryImage(build(instructionsOf('Dockerfile')))
  say('all steps ran')
} finally {
  for (const point of mounted.reverse()) run('umount', ['-l', point])
  fs.rmSync(folder, { recursive: true, force: true })
}
