// The parts of the page's script that need no browser: Markdown, links, words; and the contrast of the themes.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';

const read = (name) => readFileSync(path.join(root, name), 'utf8');
// A module without imports, as Node can load it whatever its name ends with.
const load = (name) => import(`data:text/javascript,${encodeURIComponent(read(`web/page/${name}`))}`);

const {parse_blocks, parse_spans, plain_text, is_safe_link} = await load('markdown.js');
const {parse_link, check_choices, check_lesson, link_to} = await load('link.js');
const {fill_words, parse_prose, say} = await load('prose.js');
const {fault_of, kFaults, new_fault, say_fault, step_of} = await load('task_faults.js');

const kinds = (markdown) => parse_blocks(markdown).map(({kind}) => kind);

test('Markdown: each kind of block', async () => {
  const markdown = '### A\n\none\ntwo\n\n- a\n  b\n- c\n\n1. x\n2. y\n\n> q\n> r\n\n```\n*code*\n```\n\n|a|b|\n|-|-|\n|1|2|';
  assert.deepEqual(kinds(markdown), ['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'table']);
  const [, paragraph, list, numbered, , code, table] = parse_blocks(markdown);
  assert.equal(plain_text(paragraph.spans), 'one two');
  assert.deepEqual(list.items.map(plain_text), ['a b', 'c']);
  assert.equal(numbered.ordered, true);
  assert.equal(code.text, '*code*');
  assert.equal(table.rows.length, 2);
});

test('Markdown: spans within a line', async () => {
  const spans = parse_spans('a **b *c* x** `d*e*` [f](g.html) *h*, 2 * 3 * 4');
  assert.deepEqual(spans.map(({kind}) => kind),
    ['text', 'strong', 'text', 'code', 'text', 'link', 'text', 'emphasis', 'text']);
  assert.equal(plain_text(spans), 'a b c x d*e* f h, 2 * 3 * 4');
});

test('Markdown: what is unfinished stays as text', async () => {
  for (const text of ['**a', '`a', '[a](b', '*', '[]()', '#', '***']) {
    assert.equal(plain_text(parse_spans(text)), text);
  }
  assert.deepEqual(kinds('```\nnever ends'), ['code']);
});

test('Markdown: a link may only lead to a page', async () => {
  for (const good of ['https://a.org/b', 'http://a', '#lesson=bank', './a', '../a', 'a/b.html', 'a.html']) {
    assert.ok(is_safe_link(good), good);
  }
  for (const bad of ['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', ' javascript:x']) {
    assert.ok(!is_safe_link(bad), bad);
    assert.deepEqual(parse_spans(`[a](${bad.trim()})`).filter(({kind}) => kind === 'link' && !is_safe_link(bad)), []);
  }
});

test('a lesson cannot bring markup or script into the page', async ({page, open}) => {
  const lesson = read('lessons/bank/lesson.json');
  const prose = read('lessons/bank/text/en.md').replace('## brief\n',
    '## brief\n\n<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> [x](javascript:window.hacked=1)\n\n');
  await page.route('**/elsewhere/lesson.json', (route) => route.fulfill({body: lesson}));
  await page.route('**/elsewhere/text/en.md', (route) => route.fulfill({body: prose}));
  await open('?lesson=elsewhere/lesson.json');
  assert.match(await page.locator('#lesson-text').innerText(), /<img src=x onerror=/);
  assert.equal(await page.locator('#lesson-text img, #lesson-text script, #lesson-text a').count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test('prose: entries by their ids', async () => {
  const words = parse_prose('# Title\n\npreface\n\n## a\n\none\n\n### part\n\ntwo\n## b.c\nthree\n');
  assert.deepEqual([...words.keys()], ['a', 'b.c']);
  assert.equal(say(words, 'a'), 'one\n\n### part\n\ntwo');
  assert.equal(say(words, 'none'), 'none');
});

test('prose: what a lesson draws stands in its words', async () => {
  const words = new Map([['brief', 'At most {limit}, {rule}, {who}.'], ['range.rule.quick', 'be quick']]);
  const ranges = [{id: 'limit', options: [{id: '50'}, {id: '20'}]}, {id: 'rule', options: [{id: 'quick'}]}];
  assert.equal(fill_words(words, ranges).get('brief'), 'At most 50, be quick, {who}.');
  assert.equal(fill_words(words, []), words);
});

test('faults: each kind is written as a script has it, and read back', async () => {
  const task = {sites: ['left', 'right'], replicas: ['a', 'b'], clients: ['ann']};
  for (const kind of Object.keys(kFaults)) {
    const fault = new_fault(kind, 2.5, task);
    const step = step_of(fault, task);
    assert.equal(step.at, '2.5s');
    assert.ok(kind in step, kind);
    assert.deepEqual(fault_of(step, task), fault, kind);
    assert.ok(say_fault(fault, (id) => id).length > 3);
  }
  const cut = {...new_fault('cut', 1, task), cut: ['a'], direction: 'in'};
  assert.deepEqual(step_of(cut, task), {at: '1s', cut: ['a'], from: ['b', 'ann'], direction: 'in'});
  assert.equal(say_fault(cut, (id) => id.toUpperCase()), 'Cut off A, only messages to it');
});

test('links: an attempt goes into a link and comes out of it', async () => {
  const attempt = {goal: 'stale', faults: [{at: '3s', cut: ['right']}]};
  const written = link_to({lesson: 'two', seed: 7, choices: {}, task: {attempt}});
  const link = parse_link(written, '');
  assert.deepEqual(link.problems, []);
  assert.deepEqual(JSON.parse(link.attempt), attempt);
  assert.equal(link_to({lesson: 'two', seed: 7, task: {attempt: null}}), '#lesson=two&seed=7');
  assert.match(parse_link('#attempt=%7B', '').problems[0], /is not JSON/);
  assert.equal(parse_link('#lessons', '').lessons, true);
});

test('links: read and written', async () => {
  const link = parse_link('#lesson=bank&seed=7&choose=withdraw:quorum,view-history:one', '?lesson=a.json');
  assert.deepEqual(link.problems, []);
  assert.deepEqual([link.lesson, link.seed, link.foreign], ['bank', '7', 'a.json']);
  assert.deepEqual(link.choose, {'withdraw': 'quorum', 'view-history': 'one'});
  const state = {lesson: 'bank', seed: 7, choices: link.choose};
  assert.equal(link_to(state), '#lesson=bank&seed=7&choose=withdraw:quorum,view-history:one');
  assert.equal(link_to(state, false), '#seed=7&choose=withdraw:quorum,view-history:one');
});

test('links: each mistake is one sentence, and the rest is kept', async () => {
  const offered = [{id: 'withdraw', choices: ['one', 'all']}, {id: 'look', choices: ['one']}];
  const problems = (hash) => {
    const link = check_lesson(parse_link(hash, ''), ['bank', 'feed']);
    return check_choices(link, offered).problems;
  };
  assert.deepEqual(problems('#lesson=bank&seed=0&choose=withdraw:all'), []);
  assert.deepEqual(problems(''), []);
  for (const [hash, said] of [
    ['#lesson=bonk', 'there is bank and feed'], ['#seed=1.5', 'whole number'], ['#seed=99999999999999999999', 'whole number'],
    ['#choose=withdraw', 'as in withdraw:quorum'], ['#choose=a:b:c', 'as in withdraw:quorum'],
    ['#choose=pay:all', 'there is withdraw and look'], ['#choose=withdraw:most', 'only to one and all'],
    ['#colour=red', 'means nothing here'], ['#schedule=-1', 'from 0 to 999999'], ['#schedule=x', 'from 0 to 999999'],
  ]) {
    assert.equal(problems(hash).length, 1, hash);
    assert.ok(problems(hash)[0].includes(said), problems(hash)[0]);
  }
});

// WCAG 2: relative luminance and contrast of two colours.
function contrast(a, b) {
  const luminance = (color) => {
    const [r, g, blue] = [1, 3, 5].map((at) => {
      const value = parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('themes: text and marks stand out from what they lie on', async () => {
  const {colors} = JSON.parse(read('web/theme.json'));
  for (const [name, theme] of Object.entries(colors)) {
    for (const ground of ['ground', 'surface', 'raised']) {
      for (const text of ['text', 'muted']) {
        const found = contrast(theme[text], theme[ground]);
        assert.ok(found >= 4.5, `${name}: ${text} on ${ground} is ${found.toFixed(2)}`);
      }
      for (const mark of ['accent', 'ok', 'stale', 'conflict', 'refused', 'unknown']) {
        const found = contrast(theme[mark], theme[ground]);
        assert.ok(found >= 3, `${name}: ${mark} on ${ground} is ${found.toFixed(2)}`);
      }
    }
    assert.ok(contrast(theme['on-accent'], theme.accent) >= 4.5, `${name}: the primary button's label`);
  }
});
