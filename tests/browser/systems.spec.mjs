// Named systems: the list with its measured letters, a run that comes out as documented, levels, a network cut by
// hand, links right and wrong.
import assert from 'node:assert/strict';
import {test} from '../../tools/browser/test.mjs';
import {click, command, find, hurry_to_the_end, idle, press_primary, reads, state, text_of, tree, until} from './learner.mjs';

const loads_systems = (page) => {
  const loaded = [];
  page.on('request', (request) => /systems/.test(request.url()) && loaded.push(request.url()));
  return loaded;
};

// The letters as the list shows them, once they are measured: [measured, documented] by system.
async function letters_in(page, card) {
  await page.waitForFunction((id) => {
    const cells = document.querySelectorAll(`li:has(#${id}) .measured`);
    return cells.length > 0 && [...cells].every((cell) => /^P[AC]\/E[LC]$/.test(cell.textContent));
  }, card);
  return page.locator(`li:has(#${card}) tbody tr:not(.note)`).evaluateAll((rows) => rows.map((row) => {
    return [row.querySelector('.measured').textContent, row.querySelector('.documented').textContent];
  }));
}

// As a mouse does before it clicks: what lies below other things is only clicked where it was hovered.
async function hover(page, id) {
  const {x, y, w, h} = await find(page, id);
  const {frames} = await state(page);
  await page.mouse.move(x + w / 2, y + h / 2);
  await until(page, 'two more frames', (now, before) => now.frames > before + 2, frames);
}

async function line_is(page, id, value) {
  await page.waitForFunction(
    ([line, wanted]) => window.caplab.tree().find((item) => item.id === line)?.value === wanted, [id, value]);
}

test('nothing of the systems is loaded before somebody asks for them', async ({page, open}) => {
  const loaded = loads_systems(page);
  await open('#lesson=bank');
  await idle(page);
  assert.deepEqual(loaded, []);
  await page.click('#systems');
  await page.waitForSelector('#systems-list');
  assert.ok(loaded.some((url) => url.includes('systems-')));
});

test('the list has every system with letters that are measured here', async ({page, open}) => {
  await open('#systems');
  await page.waitForSelector('#systems-list');
  assert.equal(await page.locator('.system-card').count(), 20);
  assert.deepEqual(await letters_in(page, 'system-mongodb'), [['PA/EC', 'PA/EC'], ['PA/EL', 'none'], ['PC/EC', 'none']]);
  assert.deepEqual(await letters_in(page, 'system-etcd'), [['PC/EC', 'none'], ['PA/EL', 'none']]);
  await letters_in(page, 'system-one-database');
  await idle(page);
  const card = page.locator('li:has(#system-etcd)');
  assert.match(await card.innerText(), /Raft: a leader and a majority/);
  await page.click('#source-etcd');
  assert.match(await card.innerText(), /KV API guarantees/);
  assert.match(await card.innerText(), /Leases, watches/);
});

test('a system is picked from the list, and its run comes out as documented', async ({page, open}) => {
  await open('#lesson=bank');
  await page.click('#systems');
  await page.click('#system-riak');
  await until(page, 'Riak on stage', (now) => now.system?.id === 'riak');
  assert.equal(await page.isVisible('#systems-list'), false);
  await reads(page, 'two writes that did not know of each other are both kept');
  assert.match(page.url(), /#system=riak/);
  await press_primary(page, 'Play the run');
  await until(page, 'the run playing', (now) => now.playing && now.time > 0);
  await hurry_to_the_end(page);
  await reads(page, 'Every call ended as the documentation says');
  await idle(page);
  const now = await state(page);
  assert.equal(now.operations[2].text, 'Read → 7 | 9');
  const copy = (await tree(page)).find(({id}) => id === 'node.r1');
  assert.match(copy.value, /^7 \| 9, keeps 2 values side by side/);
});

test('Cassandra at QUORUM, cut by hand: who is cut off is not answered, the others are', async ({page, open}) => {
  await open('#system=cassandra&run=free&read=QUORUM&write=QUORUM');
  await press_primary(page, 'Play the run');
  await until(page, 'two seconds of the run', (now) => now.time > 2_000_000);
  await hover(page, 'site.south');
  await click(page, 'site.south');
  await until(page, 'the cut', (now) => now.touched);
  const cut_at = (await state(page)).time;
  await line_is(page, 'link.r1.r3', 'cut');
  await line_is(page, 'link.r1.r2', 'whole');
  await hurry_to_the_end(page);
  const later = (await state(page)).operations.filter(({called, returned}) => called > cut_at && returned !== null);
  const answered = (client) => later.filter((one) => one.client === client && one.ended === 'accepted').length;
  assert.equal(answered('sara'), 0, 'south is cut off');
  assert.ok(answered('nora') > 3 && answered('emil') > 3, 'north and east are a majority');
  assert.ok(later.every(({level_name}) => level_name === 'QUORUM'));

});

test('one line is cut by hand, and mended', async ({page, open}) => {
  await open('#system=etcd&run=free');
  await click(page, 'link.r1.r2');
  await until(page, 'the cut line', (now) => now.touched);
  await line_is(page, 'link.r1.r2', 'cut');
  await line_is(page, 'link.r2.r3', 'whole');
  await click(page, 'link.r1.r2');
  await idle(page);
  await line_is(page, 'link.r1.r2', 'whole');
});

test('the level of a run is changed in the picture, and the address follows', async ({page, open}) => {
  await open('#system=mongodb');
  await click(page, 'system.write.1');
  await until(page, 'w: majority', ({system}) => system.write === 'w: majority');
  await hurry_to_the_end(page);
  const [write] = (await state(page)).operations;
  assert.equal(write.level_name, 'w: majority');
  assert.equal(write.ended, 'unknown', 'a primary that is cut off acknowledges nothing at w: majority');
  await page.waitForFunction(() => /write=w%3A%20majority/.test(location.hash));
  await page.click('#run-2');
  await until(page, 'the second run', ({system}) => system.run === '2' && system.write === null);
  await page.waitForSelector('#run-2[aria-pressed="true"]');
});

test('a bad link to a system says what is bad and opens the rest', async ({page, open}) => {
  await open('#system=etcd&run=7&read=QUORUM&write=put&choose=pay');
  const bar = await text_of(page, '#bar-link');
  for (const said of ['“run” of etcd is “7”', 'there is 1 and free', '“read” of etcd is “QUORUM”', 'linearizable and serializable', '“pay” must be']) {
    assert.ok(bar.includes(said), `${said} is missing in: ${bar}`);
  }
  const {system} = await state(page);
  assert.deepEqual([system.id, system.run, system.read, system.write], ['etcd', '1', null, 'put']);

  await idle(page);
  await page.goto('about:blank');
  await open('#system=oracle');
  assert.match(await text_of(page, '#bar-link'), /There is no system “oracle”; there is mongodb, hbase/);
  assert.ok(await page.isVisible('#systems-list'), 'the list is there to pick from');

  await idle(page);
  await page.goto('about:blank');
  await open('#lesson=bank&run=2');
  assert.match(await text_of(page, '#bar-link'), /“run” belongs to a system/);
  assert.equal((await state(page)).lesson, 'bank');
});

test('systems by keyboard, with the list of controls instead of the canvas', async ({page, open}) => {
  await open('#lesson=bank');
  await page.focus('#systems');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#systems-list');
  await page.waitForFunction(() => document.activeElement.id === 'systems-title');
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#systems-list'), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'systems');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'systems-title');
  await page.focus('#system-zookeeper');
  await page.keyboard.press('Enter');
  await until(page, 'ZooKeeper on stage', (now) => now.system?.id === 'zookeeper');
  await page.focus('#open-controls');
  await page.keyboard.press('Enter');
  await page.focus('[id="control-site.north"]');
  await page.keyboard.press('Enter');
  await until(page, 'the cut', (now) => now.touched);
  await page.focus('[id="control-system.read.1"]');
  await page.keyboard.press('Space');
  await until(page, 'another level', ({system}) => system.read === 'sync, then read');
});

test('from a system back to a lesson, by a link in the same page', async ({page, open}) => {
  await open('#system=dns');
  assert.equal(await page.isVisible('#sandbox'), false);
  assert.match(await command(page, {do: 'next'}), /no steps/);
  await page.evaluate(() => {
    location.hash = '#lesson=bank';
  });
  await until(page, 'the lesson', (now) => now.lesson === 'bank' && now.system === null);
  await reads(page, 'A bank keeps each account');
  assert.ok(await page.isVisible('#sandbox'));
});

for (const [width, height] of [[390, 844], [1280, 720], [1920, 1080]]) {
  test(`a system and the list fit at ${width} by ${height}`, {viewport: {width, height}}, async ({page, open}) => {
    await open('#system=cassandra');
    await idle(page);
    const outside = (await tree(page)).filter(({id, x, y, w, h}) => {
      const skipped = /^html\.(skip|open-controls|run-|options|story|source|all-systems|control)/.test(id);
      return !skipped && w > 0 && (x < -1 || y < -1 || x + w > width + 1 || y + h > height + 1);
    });
    assert.deepEqual(outside.map(({id}) => id), []);
    await command(page, {do: 'pause'});
    await page.evaluate(() => document.getElementById('systems').click());
    await page.waitForSelector('#systems-list');
    const wide = await page.evaluate(() => {
      const list = document.getElementById('systems-list');
      return [list.scrollWidth - list.clientWidth, document.documentElement.scrollWidth];
    });
    assert.deepEqual(wide, [0, width]);
    const nameless = (await tree(page)).filter(({label}) => !label).map(({id}) => id);
    assert.deepEqual(nameless, []);
  });
}
