// The editors' schemas, held to tests/lesson_corpus as the loader is: needs no page.
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

import {required, root} from '../../tools/browser/launch.mjs';
import {test} from '../../tools/browser/test.mjs';

const text_of = (name) => readFileSync(path.join(root, name), 'utf8');
const json_of = (name) => JSON.parse(text_of(name));
const kinds = ['lesson', 'course', 'systems'];
const schemas = kinds.map((kind) => json_of(`lessons/schema/${kind}.schema.json`));

// Strict: a keyword that draft-07 does not know is an error. What stands beside a condition needs
// no type of its own.
const Ajv = required('ajv');
const ajv = new Ajv({strict: true, strictTypes: false, strictRequired: false});
kinds.forEach((kind, i) => ajv.addSchema(schemas[i], `${kind}.schema.json`));

// What the schema has against the file: "" where it has nothing.
function complaint(kind, file) {
  const validate = ajv.getSchema(`${kind}.schema.json`);
  return validate(file) ? '' : ajv.errorsText(validate.errors);
}

const skeleton = () =>
    JSON.parse(text_of('tools/caplab/skeleton/lesson.json').replaceAll('@ID@', 'skeleton'));

function file_of(base) {
  if (base === 'skeleton') return skeleton();
  return json_of(kinds.includes(base) ? `lessons/${base}.json` : `lessons/${base}/lesson.json`);
}

// The object or array around what a pointer names, and the key there.
function around(file, pointer) {
  const parts = pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/'));
  const key = parts.pop();
  return [parts.reduce((here, part) => here[part], file), key];
}

function changed({base, set = {}, remove = []}) {
  const file = file_of(base);
  for (const [pointer, value] of Object.entries(set)) {
    const [place, key] = around(file, pointer);
    place[key] = value;
  }
  for (const pointer of remove) {
    const [place, key] = around(file, pointer);
    assert.ok(key in place, pointer);
    if (Array.isArray(place)) place.splice(key, 1);
    else delete place[key];
  }
  return file;
}

test('The schemas are draft-07, as editors read it', async () => {
  for (const schema of schemas) {
    assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
    each_schema(schema, (part, where) => {
      if (part.$ref === undefined) return;
      assert.deepEqual(Object.keys(part), ['$ref'], `${where}: draft-07 ignores what stands beside a $ref`);
    });
  }
});

function each_schema(part, visit, where = '') {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) visit(part, where);
  for (const [key, inner] of Object.entries(part)) each_schema(inner, visit, `${where}/${key}`);
}

// By itself, or where it points.
function described(part, schema) {
  if (part.description) return true;
  const [file, pointer] = (part.$ref ?? '').split('#');
  if (pointer === undefined) return false;
  const home = file === '' ? schema : schemas[kinds.indexOf(file.split('.')[0])];
  const [place, key] = around(home, pointer);
  return described(place[key], home);
}

test('The schemas describe every key', async () => {
  let keys = 0;
  for (const schema of schemas) {
    each_schema(schema, (part, where) => {
      // Closed objects name their keys; elsewhere keys are only narrowed.
      if (part.additionalProperties !== false) return;
      for (const [key, value] of Object.entries(part.properties)) {
        assert.ok(described(value, schema), `${where}/properties/${key} has no description`);
        ++keys;
      }
    });
  }
  assert.ok(keys > 200, `${keys}`);
});

test('The schemas accept and refuse what the corpus says', async () => {
  const verdicts = {good: 0, bad: 0};
  for (const name of readdirSync(path.join(root, 'tests/lesson_corpus'))) {
    const change = json_of(`tests/lesson_corpus/${name}`);
    const kind = kinds.includes(change.base) ? change.base : 'lesson';
    const told = complaint(kind, changed(change));
    assert.equal(told === '' ? 'good' : 'bad', change.schema, `${name}: ${told || 'no complaint'}`);
    ++verdicts[change.schema];
  }
  assert.ok(verdicts.good >= 30 && verdicts.bad >= 70, JSON.stringify(verdicts));
});

// What the loader refuses in tests/bad_lessons and tests/bad_systems the schema refuses, too, but
// for what beyond_schema.json names, each under the reason why a schema cannot see it.
for (const kind of ['lesson', 'systems']) {
  const folder = kind === 'lesson' ? 'tests/bad_lessons' : 'tests/bad_systems';
  test(`The schemas see what can be seen of ${folder}`, async () => {
    const reasons = json_of('tests/browser/beyond_schema.json')[folder];
    const accepted = [];
    for (const name of readdirSync(path.join(root, folder)).sort()) {
      if (!name.endsWith('.json') || name === 'good.json') continue;
      let file;
      try {
        file = json_of(`${folder}/${name}`);
      } catch {
        continue;  // no JSON at all
      }
      if (complaint(kind, file) === '') accepted.push(name.slice(0, -5));
    }
    assert.equal(complaint(kind, json_of(`${folder}/good.json`)), '');
    assert.deepEqual(accepted, Object.values(reasons).flat().sort());
  });
}

test('Every lesson, the course and the systems fit their schema and name it', async () => {
  const files = [['course', 'lessons/course.json'], ['systems', 'lessons/systems.json']];
  for (const folder of ['lessons', 'tests/lessons']) {
    for (const id of readdirSync(path.join(root, folder))) {
      const name = `${folder}/${id}/lesson.json`;
      if (existsSync(path.join(root, name))) files.push(['lesson', name]);
    }
  }
  assert.ok(files.length >= 4);
  for (const [kind, name] of files) {
    const file = json_of(name);
    assert.equal(complaint(kind, file), '', name);
    const schema = path.join(path.dirname(path.join(root, name)), file.$schema);
    assert.equal(path.relative(root, schema), `lessons/schema/${kind}.schema.json`, name);
  }
});

test('The page for authors names every key and every word of lessons and courses', async () => {
  const page = text_of('lessons/AUTHORING.md');
  const unnamed = new Set();
  const expect = (word) => {
    if (!page.includes(`\`${word}\``) && !page.includes(`"${word}"`)) unnamed.add(word);
  };
  const look = (part) => {
    if (part.additionalProperties === false) Object.keys(part.properties).forEach(expect);
    (part.enum ?? []).forEach(expect);
  };
  each_schema(schemas[0], look);
  each_schema(schemas[1], look);
  assert.deepEqual([...unnamed], []);
});
