/** Something that harms readers of feeds, by name. `repeat`: what it is made of is written that many times. */
export type Fragment = readonly [name: string, text: () => string]

const times = (text: string, count: number) => () => text.repeat(count)
const numbered = (count: number, text: (index: number) => string) => () => {
  return Array.from({ length: count }, (_, index) => text(index)).join('')
}

/** Markup that breaks off, nests or repeats without measure. */
export const MARKUP: readonly Fragment[] = [
  ['elements nested 500,000 deep', () => '<a>'.repeat(500_000) + '</a>'.repeat(500_000)],
  ['elements nested 100,000 deep and left open', times('<x:a>', 100_000)],
  ['closing tags of nothing', times('</nothing>', 100_000)],
  ['100,000 attributes', () => `<a ${numbered(100_000, (index) => `b${String(index)}="c" `)()}/>`],
  ['one attribute 100,000 times', () => `<a ${'b="c" '.repeat(100_000)}/>`],
  ['an attribute of a megabyte', () => `<a b="${'c'.repeat(1_000_000)}"/>`],
  ['an attribute name of a megabyte', () => `<a ${'b'.repeat(1_000_000)}/>`],
  ['an element name of a megabyte', () => `<${'a'.repeat(1_000_000)}/>`],
  ['10,000 namespaces', () => `<a ${numbered(10_000, (index) => `xmlns:n${String(index)}="urn:${String(index)}" `)()}/>`],
  ['namespaces declared on each of 5,000 levels', () =>
    numbered(5_000, (index) => `<a xmlns:n${String(index)}="urn:n">`)() + '</a>'.repeat(5_000)],
  ['names of prototypes', () =>
    '<__proto__ a="1">x</__proto__><constructor>y</constructor><hasOwnProperty/><toString __proto__="z"/>'],
  ['an attribute without its quote', () => '<a b="c><d e="f></d></a>'],
  ['tags without their end', times('<p', 100_000)],
  ['an empty element without its end', times('<br/', 20_000)],
  ['open angle brackets', times('<', 100_000)],
  ['close angle brackets', times('>', 100_000)],
  ['spaces in a tag', () => `<a ${' '.repeat(500_000)}b${' '.repeat(500_000)}/>`],
  ['equals signs in a tag', () => `<a ${'='.repeat(200_000)}/>`],
  ['processing instructions', times('<?php echo 1 ?>', 20_000)],
  ['comments', times('<!-- - -- -->', 20_000)],
  ['declarations inside', times('<!ELEMENT a ANY>', 20_000)],
  ['ends of CDATA', times(']]>', 100_000)],
  ['CDATA in pieces', times('<![CDATA[a]]>', 50_000)],
  ['scripts', times('<script>if (a < b && c > d) {}</script>', 5_000)],
] // prettier-ignore

/** Text that swells, hides or cannot be. */
export const TEXT: readonly Fragment[] = [
  ['2 million &lt;', times('&lt;', 2_000_000)],
  ['a million bare &', times('&', 1_000_000)],
  ['100,000 &#', times('&#', 100_000)],
  ['unknown entities', times('&lol9;', 100_000)],
  ['entities of HTML', times('&nbsp;&mdash;', 50_000)],
  ['absurd references', times('&#x110000;&#99999999;&#xD800;&#0;&#-1;&#x;', 10_000)],
  ['entities escaped many times', () => '&amp;'.repeat(1_000) + 'amp;'.repeat(50_000)],
  ['nulls', times('\u0000', 100_000)],
  ['control characters', times('\u0001\u0008\u000b\u001f\u007f', 20_000)],
  ['characters that are none', times('\ufffe\uffff', 20_000)],
  ['marks of direction', times('\u202e\u2066', 50_000)],
  ['marks on one letter', () => `a${'\u0301'.repeat(100_000)}`],
  ['nothing visible', times('\u200b\u200d\ufeff', 100_000)],
  ['families of emoji', times('👨‍👩‍👧‍👦', 10_000)],
  ['white space', () => ' \t\r\n\u00a0\u2003'.repeat(100_000)],
  ['one word of 2 million letters', times('ж', 2_000_000)],
  ['a million commas', times(',', 1_000_000)],
  ['apostrophes and quotes', times(`'"`, 200_000)],
  ['back slashes', times('\\u0000', 50_000)],
  ['templates', times('${a}{{b}}%s%n<%= c %>', 10_000)],
  ['escaped tags left open', times('&lt;p', 100_000)],
  ['escaped tags nested', () => '&lt;div&gt;'.repeat(100_000) + '&lt;/div&gt;'.repeat(100_000)],
  ['escaped comments left open', times('&lt;!--', 100_000)],
  ['escaped attributes left open', times('&lt;a href="', 100_000)],
] // prettier-ignore

/** What may stand before a feed's root. */
export const PROLOGS: readonly Fragment[] = [
  ['a billion laughs', () =>
    `<!DOCTYPE rss [<!ENTITY l0 "lol">${numbered(9, (index) => `<!ENTITY l${String(index + 1)} "${`&l${String(index)};`.repeat(10)}">`)()}]>`],
  ['a quadratic entity', () => `<!DOCTYPE rss [<!ENTITY l9 "${'a'.repeat(100_000)}">]>`],
  ['a recursive entity', () => '<!DOCTYPE rss [<!ENTITY l9 "&l8;"><!ENTITY l8 "&l9;">]>'],
  ['an entity of a file', () => '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/hosts">]>'],
  ['an entity of the net', () => '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/evil.dtd"> %p;]>'],
  ['100,000 entities', () => `<!DOCTYPE rss [${numbered(100_000, (index) => `<!ENTITY e${String(index)} "x">`)()}]>`],
  ['a DOCTYPE left open', () => '<!DOCTYPE rss [<!ENTITY a "b"> '],
  ['a DTD of the net', () => '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1/rss.dtd">'],
  ['a style sheet', () => '<?xml-stylesheet href="file:///etc/hosts" type="text/xsl"?>'],
  ['an unknown encoding', () => '<?xml version="1.0" encoding="klingon-8"?>'],
  ['a false encoding', () => '<?xml version="1.0" encoding="utf-16"?>'],
  ['ten declarations', times('<?xml version="1.0"?>', 10)],
  ['a megabyte of white space', times('\n', 1_000_000)],
  ['a megabyte of comment', () => `<!--${'- '.repeat(500_000)}-->`],
  ['words of a warning', () => '<br />\n<b>Warning</b>: mysql_connect() in <b>/var/www/a.php</b> on line <b>3</b><br />\n'],
  ['a byte order mark twice', () => '\ufeff\ufeff'],
] // prettier-ignore

/** Fields of an item in place of the proper one. */
export const FIELDS: readonly Fragment[] = [
  ['100,000 titles', () => '<title>Again</title>'.repeat(100_000)],
  ['100,000 links', () => '<link>https://daily.example/again</link>'.repeat(100_000)],
  ['100,000 categories', () => numbered(100_000, (index) => `<category>c${String(index)}</category>`)()],
  ['a category of commas', () => `<category>${'a, '.repeat(200_000)}</category>`],
  ['a category label of spaces', () => `<category label="${' '.repeat(60_000)}"/>`],
  ['50,000 enclosures', () => '<enclosure url="https://daily.example/a.mp3" length="1" type="audio/mpeg"/>'.repeat(50_000)],
  ['an enclosure of a negative length', () => '<enclosure url="a" length="-1e999" type="&lt;"/>'],
  ['a guid of a megabyte', () => `<guid>${'g'.repeat(1_000_000)}</guid>`],
  ['an address of a megabyte', () => `<link>https://daily.example/${'a'.repeat(1_000_000)}</link>`],
  ['an address of a script', () => '<link>javascript:alert(document.cookie)</link>'],
  ['an address of a file', () => '<link>file:///etc/hosts</link>'],
  ['an address that is none', () => '<link>http://[::1</link>'],
  ['a date of a megabyte', () => `<pubDate>${'1'.repeat(1_000_000)}</pubDate>`],
  ['a date that is none', () => '<pubDate>Fri, 99 Foo 99999 99:99:99 +9999</pubDate>'],
  ['a date before all time', () => '<pubDate>-271822-04-20T00:00:00Z</pubDate>'],
  ['a date at the end of time', () => '<pubDate>Sat, 13 Sep 275760 00:00:00 GMT</pubDate>'],
  ['a month of 190 letters', () => `<pubDate>1 ${'я'.repeat(190)} 2025</pubDate>`],
  ['an author of open tags', () => `<author><x/>${'<name'.repeat(50_000)}</author>`],
  ['an author within authors', () => '<author><name>'.repeat(5_000) + '</name></author>'.repeat(5_000)],
  ['base64 of a megabyte', () => `<content type="image/png">${'QUFB'.repeat(250_000)}</content>`],
  ['base64 that is none', () => '<content mode="base64">@@@@</content>'],
  ['an attribute name of a megabyte in a leaf', () => `<description ${'b'.repeat(900_000)} c="d">a</description>`],
  ['an attribute of equals signs in a leaf', () => `<description ${'a='.repeat(200_000)}>a</description>`],
  ['a base that is a script', () => '<description xml:base="javascript:alert(1)//">a</description>'],
  ['a base of a megabyte', () => `<description xml:base="http://a.example/${'b'.repeat(1_000_000)}">c</description>`],
  ['items within an item', () => '<item><title>Within'.repeat(3_000)],
  ['a channel within an item', () => '<channel><item>'.repeat(2_000)],
  ['a root within an item', () => '<rss><channel>'.repeat(2_000)],
  ['a group of 20,000 media', () => `<media:group>${'<media:content url="a"/>'.repeat(20_000)}</media:group>`],
  ['a text in 20,000 elements', () => `<description>${'<b>a</b>'.repeat(20_000)}</description>`],
  ['descriptions within a description', () => '<description>'.repeat(20_000) + '</description>'.repeat(20_000)],
  ['a description left open', () => '<description>open'],
  ['a description of <p', () => `<description><![CDATA[${'<p'.repeat(100_000)}]]></description>`],
  ['a description of <a href="', () => `<description><![CDATA[${'<a href="'.repeat(100_000)}]]></description>`],
  ['a description of <script', () => `<description><![CDATA[${'<script>'.repeat(100_000)}]]></description>`],
  ['a description of <!--', () => `<description><![CDATA[${'<!--'.repeat(100_000)}]]></description>`],
  ['a description of <![CDATA[', () => `<description><![CDATA[${'<![CDATA['.repeat(50_000)}]]></description>`],
] // prettier-ignore
