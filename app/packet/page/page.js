
'use strict';
// Opens the packet in this page. The format is described in FORMAT.md of the program that made it.
// Data reaches the page as text only, never as markup.
(() => {
const FORMAT = 'rightsdesk-packet-1', HEAD = 5, PAGE = 50, STEP = 200, CLIP = 2000, DEPTH = 20, LAID = 100000;
const text = new TextDecoder(), bytes = new TextEncoder();
let head, words, chunks, openChunk;
const sections = [], withheld = [], files = [];
let metaRaw, view;

const id = name => document.getElementById(name);
const make = (tag, content, className) => {
  const e = document.createElement(tag);
  if (content !== undefined) e.textContent = content;
  if (className) e.className = className;
  return e;
};
const fill = (s, values) => s.replace(/\{(\w+)\}/g, (all, k) => k in values ? values[k] : all);
const number = n => n.toLocaleString(head.language);

// ---- opening ----

function canonical(password) {
  const bare = password.normalize('NFKC').replace(/[\s\p{Z}\p{P}\p{S}\p{Cf}\u30fc]/gu, '').toLowerCase();
  return /^[acdefhjkmprtvwxy34679]{20}$/.test(bare) ? bare.match(/.{4}/g).join('-') : password.normalize('NFC').trim();
}

function fromBase64(s) {
  const binary = atob(s.trim()), out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

const join = (...arrays) => {
  const out = new Uint8Array(arrays.reduce((n, a) => n + a.length, 0));
  let at = 0;
  for (const a of arrays) { out.set(a, at); at += a.length; }
  return out;
};

async function deriveKey(password) {
  const raw = await crypto.subtle.importKey('raw', bytes.encode(canonical(password)), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(head.salt), iterations: head.rounds},
    raw, {name: 'AES-GCM', length: 256}, false, ['decrypt']);
}

class WrongPassword extends Error {}

// opener makes a function that opens the chunk with a number. Only the sealed chunks stay in memory: what
// is needed again is opened again.
async function opener(password) {
  const key = await deriveKey(password);
  const id16 = Uint8Array.from(head.id.match(/../g), h => parseInt(h, 16));
  const headSum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.encode(id('head').textContent)));
  return async i => {
    const nonce = join(fromBase64(head.nonce), new Uint8Array(8));
    const bound = join(bytes.encode(FORMAT), id16, headSum, new Uint8Array(9));
    new DataView(nonce.buffer).setBigUint64(4, BigInt(i));
    new DataView(bound.buffer).setBigUint64(bound.length - 9, BigInt(i));
    bound[bound.length - 1] = i === chunks.length - 1 ? 1 : 0;
    return new Uint8Array(await crypto.subtle.decrypt({name: 'AES-GCM', iv: nonce, additionalData: bound}, key, fromBase64(chunks[i].textContent)));
  };
}

async function unseal(password) {
  chunks = document.querySelectorAll('script.chunk');
  openChunk = await opener(password);
  let rest = new Uint8Array(0), base = 0;
  for (let i = 0; i < chunks.length; i++) {
    let piece;
    try {
      piece = await openChunk(i);
    } catch (e) {
      throw i === 0 ? new WrongPassword() : e;
    }
    const buffer = join(rest, piece);
    const used = frames(buffer, (kind, from, to) => index(kind, buffer.subarray(from, to), base + from - HEAD, base + to));
    rest = buffer.slice(used);
    base += used;
    id('progress').value = (i + 1) / chunks.length;
  }
  if (rest.length || !sealedEnd) throw new Error('the packet ends early');
}

// frames calls take for every whole frame in the buffer and returns how far it came.
function frames(buffer, take) {
  const d = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  let at = 0;
  while (buffer.length - at >= HEAD) {
    const end = at + HEAD + d.getUint32(at + 1);
    if (end > buffer.length) break;
    take(String.fromCharCode(buffer[at]), at + HEAD, end);
    at = end;
  }
  return at;
}

let current, file, sealedEnd = false;
// index remembers where things stand instead of keeping them.
function index(kind, payload, from, to) {
  const raw = () => text.decode(payload);
  switch (kind) {
  case 'M': metaRaw = raw(); break;
  case 'V': view = JSON.parse(raw()); break;
  case 'S': {
    const s = raw();
    current = {raw: s, about: JSON.parse(s), from: to, to: to, rows: 0, marks: []};
    sections.push(current);
    break;
  }
  case 'R':
    if (current.rows % PAGE === 0) current.marks.push(from);
    current.rows++;
    current.to = to;
    break;
  case 'W': { const s = raw(); withheld.push({raw: s, about: JSON.parse(s)}); break; }
  case 'A': file = {from: to, to: to}; break;
  case 'D': file.to = to; break;
  case 'F': { const s = raw(); file.raw = s; file.about = JSON.parse(s); files.push(file); break; }
  case 'Z': sealedEnd = true; break;
  }
}

// between yields lists of the payloads of one kind that stand in a stretch of the plaintext.
async function* between(from, to, kind) {
  let rest = new Uint8Array(0);
  for (let i = Math.floor(from / head.chunk); i * head.chunk < to; i++) {
    const start = i * head.chunk, piece = await openChunk(i);
    const buffer = join(rest, piece.subarray(Math.max(from - start, 0), to - start));
    const list = [];
    const used = frames(buffer, (k, a, b) => { if (k === kind) list.push(buffer.subarray(a, b)); });
    rest = buffer.slice(used);
    yield list;
  }
}

// ---- values ----

// pieces splits a JSON object or list without blanks into its keys and the raw text of its values, so that no digit of a
// long number is lost.
function pieces(json) {
  const keys = [], out = [];
  let i = 1;
  const string = () => { i++; while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1; i++; };
  const value = () => {
    let depth = 0;
    for (;;) {
      const c = json[i];
      if (c === '"') { string(); continue; }
      if (c === '{' || c === '[') depth++;
      else if (c === '}' || c === ']') { if (depth === 0) return; depth--; }
      else if (c === ',' && depth === 0) return;
      i++;
    }
  };
  while (i < json.length - 1) {
    let from = i;
    if (json[0] === '{') {
      string();
      keys.push(JSON.parse(json.slice(from, i)));
      from = ++i; // behind the colon
    }
    value();
    out.push(json.slice(from, i));
    i++; // comma
  }
  return [keys, out];
}

const values = row => pieces(row)[1];

// said is a value of a column, given as JSON, as a person reads it; shown.go does the same for the zip's index.
function said(column, raw, depth) {
  let s = raw[0] === '"' ? JSON.parse(raw) : raw;
  if (column.words && Object.hasOwn(column.words, s)) return column.words[s];
  if (raw[0] === '{' || raw[0] === '[') return depth === DEPTH || bytes.encode(raw).length > LAID ? raw : laidOut(column, raw, depth);
  if (raw === 'null') return '–';
  if (raw === 'true') return words.yes;
  if (raw === 'false') return words.no;
  if (column.currency && /^-?\d{1,30}$/.test(s)) return amount(column, s);
  return raw[0] === '"' ? moment(s) : s;
}

function laidOut(column, raw, depth) {
  const [keys, list] = pieces(raw);
  const lines = list.map((v, i) => {
    const inner = raw[0] === '{' ? (column.fields || []).find(f => f.name === keys[i]) || {title: keys[i]} : column;
    const s = said(inner, v, depth + 1);
    if (raw[0] === '[') return '• ' + s.replaceAll('\n', '\n  ');
    return s.includes('\n') ? (inner.title + words.colon).trim() + '\n  ' + s.replaceAll('\n', '\n  ') : inner.title + words.colon + s;
  });
  return lines.join('\n') || '–';
}

function amount(column, digits) {
  const places = String(column.per).length - 1, sign = digits[0] === '-' ? '-' : '';
  let n = digits.slice(sign.length).padStart(places + 1, '0');
  if (places) n = n.slice(0, -places) + '.' + n.slice(-places);
  return fill(words.amount, {n: sign + n, currency: words.currencies?.[column.currency] || column.currency});
}

// moment is a day or an instant in the reader's form, with the zone that the source names; any other text as it is.
function moment(s) {
  const m = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(s);
  if (!m) return s;
  let out = fill(words.day, {year: m[1], month: words.months[m[2] - 1], day: +m[3]});
  if (m[4]) out += ' ' + m[4] + ':' + m[5];
  if (m[6]) out += ':' + m[6] + (m[7] || '');
  if (m[8]) out += ' UTC' + m[8].replace(/^Z/, '');
  return out;
}

// clipped shows the beginning of a long text; it never cuts a character in two.
function clipped(s) {
  if (s.length <= CLIP) return s;
  let n = 0, at = 0, cut = s.length;
  for (const c of s) {
    if (n++ === CLIP) cut = at;
    at += c.length;
  }
  return n > CLIP ? s.slice(0, cut) + fill(words.clipped, {n: number(n)}) : s;
}

// picture is what is shown of a control character that no page can show.
const picture = c => c === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + c.charCodeAt(0));

function show(cell, column, raw) {
  cell.dir = 'auto';
  if (raw === 'null') { cell.className = 'none'; cell.setAttribute('aria-label', words.empty); }
  else if (/^[-\d]/.test(raw)) cell.className = 'number';
  cell.textContent = clipped(said(column, raw, 0).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, picture));
}

function csvText(s) {
  if (/^'*(?:[\t\r\n]|[\0- \x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*[=+\-@＝＋－＠])/.test(s)) s = "'" + s;
  return /[",\r\n]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s;
}

function csvField(raw) {
  if (raw === 'null') return '';
  if (raw[0] === '"') return csvText(JSON.parse(raw));
  return raw[0] === '{' || raw[0] === '[' ? csvText(raw) : raw;
}

// ---- saving ----

async function csvOf(section) {
  const parts = ['\ufeff' + section.about.columns.map(c => csvText(c.held || c.title)).join(',') + '\r\n'];
  for await (const list of between(section.from, section.to, 'R'))
    parts.push(new Blob([list.map(b => values(text.decode(b)).map(csvField).join(',') + '\r\n').join('')]));
  return new Blob(parts, {type: 'text/csv;charset=utf-8'});
}

// ---- a workbook ----

const SHEET_ROWS = 1 << 20, CELL = 32000, XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships', PACKAGE = 'http://schemas.openxmlformats.org/package/2006/';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.';
const SHEET_START = XML + '<worksheet xmlns="' + MAIN + '"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="16384" width="24" style="1" customWidth="1"/></cols><sheetData>';
const SHEET_END = '</sheetData></worksheet>';
const STYLES = XML + '<styleSheet xmlns="' + MAIN + '"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf numFmtId="49" applyNumberFormat="1" xfId="0"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" xfId="0"/></cellXfs></styleSheet>';

const numbered = (n, text) => Array.from({length: n}, (_, i) => text.replaceAll('{n}', i + 1)).join('');

// sheetText is a text inside a cell: markup as entities, characters that XML cannot hold as _xHHHH_.
function sheetText(s) {
  if (s.length > CELL) {
    const cut = /[\ud800-\udbff]/.test(s[CELL - 1]) ? CELL - 1 : CELL;
    s = s.slice(0, cut) + fill(words.sheetClipped, {n: s.length});
  }
  const entity = {'&': '&amp;', '<': '&lt;', '>': '&gt;'};
  return s.replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&').replace(/[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
    c => entity[c] || '_x' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '_');
}

const cellOf = (style, s) => '<c s="' + style + '" t="inlineStr"><is><t xml:space="preserve">' + sheetText(s) + '</t></is></c>';
const sheetRow = raw => '<row>' + raw.map(v => v === 'null' ? '<c s="1"/>' : cellOf(1, v[0] === '"' ? JSON.parse(v) : v)).join('') + '</row>';

const CRC = Array.from({length: 256}, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1; return n >>> 0; });

// part is a file of a zip while it is written, not compressed.
function part(name) {
  const p = {name: bytes.encode(name), blobs: [], size: 0, crc: -1};
  p.write = s => {
    const b = bytes.encode(s);
    let crc = p.crc;
    for (let i = 0; i < b.length; i++) crc = CRC[(crc ^ b[i]) & 255] ^ crc >>> 8;
    p.crc = crc;
    p.size += b.length;
    p.blobs.push(new Blob([b]));
  };
  return p;
}

function zipOf(parts) {
  const out = [], directory = [];
  let at = 0, length = 0;
  for (const p of parts) {
    const head = new DataView(new ArrayBuffer(46));
    head.setUint32(0, 0x02014b50, true);
    head.setUint16(4, 20, true);
    head.setUint16(6, 20, true);
    head.setUint16(8, 0x800, true);
    head.setUint16(14, 33, true); // 1 January 1980: the copy has its own date
    head.setUint32(16, (p.crc ^ -1) >>> 0, true);
    head.setUint32(20, p.size, true);
    head.setUint32(24, p.size, true);
    head.setUint16(28, p.name.length, true);
    head.setUint32(42, at, true);
    const local = new Uint8Array(30);
    local.set([0x50, 0x4b, 3, 4]);
    local.set(new Uint8Array(head.buffer, 6, 26), 4);
    out.push(local, p.name, ...p.blobs);
    at += 30 + p.name.length + p.size;
    directory.push(new Uint8Array(head.buffer), p.name);
    length += 46 + p.name.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, parts.length, true);
  end.setUint16(10, parts.length, true);
  end.setUint32(12, length, true);
  end.setUint32(16, at, true);
  return new Blob([...out, ...directory, new Uint8Array(end.buffer)], {type: TYPE + 'sheet'});
}

async function sheetOf(section) {
  const head = '<row>' + section.about.columns.map(c => cellOf(2, c.held || c.title)).join('') + '</row>', parts = [];
  let rows = SHEET_ROWS, sheet;
  const open = () => {
    if (sheet) sheet.write(SHEET_END);
    sheet = part('xl/worksheets/sheet' + (parts.length + 1) + '.xml');
    parts.push(sheet);
    sheet.write(SHEET_START + head);
    rows = 1;
  };
  open();
  for await (const list of between(section.from, section.to, 'R')) {
    let some = '';
    for (const b of list) {
      if (rows === SHEET_ROWS) { sheet.write(some); some = ''; open(); }
      rows++;
      some += sheetRow(values(text.decode(b)));
    }
    if (some) sheet.write(some);
  }
  sheet.write(SHEET_END);
  const n = parts.length;
  const rest = (name, s) => { const p = part(name); p.write(s); parts.push(p); };
  rest('xl/workbook.xml', XML + '<workbook xmlns="' + MAIN + '" xmlns:r="' + OFFICE + '"><sheets>' + numbered(n, '<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>') + '</sheets></workbook>');
  rest('xl/_rels/workbook.xml.rels', XML + '<Relationships xmlns="' + PACKAGE + 'relationships">' + numbered(n, '<Relationship Id="rId{n}" Type="' + OFFICE + '/worksheet" Target="worksheets/sheet{n}.xml"/>') +
    '<Relationship Id="style" Type="' + OFFICE + '/styles" Target="styles.xml"/></Relationships>');
  rest('xl/styles.xml', STYLES);
  rest('_rels/.rels', XML + '<Relationships xmlns="' + PACKAGE + 'relationships"><Relationship Id="rId1" Type="' + OFFICE + '/officeDocument" Target="xl/workbook.xml"/></Relationships>');
  rest('[Content_Types].xml', XML + '<Types xmlns="' + PACKAGE + 'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="' + TYPE + 'sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="' + TYPE + 'styles+xml"/>' +
    numbered(n, '<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="' + TYPE + 'worksheet+xml"/>') + '</Types>');
  return zipOf(parts);
}

async function jsonOfAll() {
  const parts = ['{\n"packet":' + metaRaw + ',\n"collections":['];
  for (const [n, section] of sections.entries()) {
    parts.push((n ? ',' : '') + '\n{"about":' + section.raw + ',\n"rows":[');
    let first = true;
    for await (const list of between(section.from, section.to, 'R')) {
      // One array for the whole chunk: a Blob of very many small pieces brings a browser to its knees.
      const out = new Uint8Array(list.reduce((n, b) => n + 2 + b.length, 0));
      let at = 0;
      for (const b of list) {
        if (!first) out[at++] = 44; // comma
        out[at++] = 10; // line end
        out.set(b, at);
        at += b.length;
        first = false;
      }
      parts.push(new Blob([out.subarray(0, at)]));
    }
    parts.push('\n]}');
  }
  parts.push('\n],\n"withheld":[' + withheld.map(w => '\n' + w.raw).join(',') + '\n],\n"attachments":[' + files.map(f => '\n' + f.raw).join(',') + '\n]\n}\n');
  return new Blob(parts, {type: 'application/json'});
}

async function dataOf(f) {
  const parts = [];
  for await (const list of between(f.from, f.to, 'D')) parts.push(new Blob(list));
  return new Blob(parts, {type: 'application/octet-stream'});
}

// named makes a button whose name ends with what it is for, unseen, so that no two of a page are called the same.
function named(label, about, className) {
  const b = make('button', undefined, className), seen = make('span', label);
  b.type = 'button';
  b.append(seen);
  if (about) b.append(make('span', ': ' + about, 'unseen'));
  b.say = s => { seen.textContent = s; };
  return b;
}

function saver(label, about, name, content, className) {
  const b = named(label, about, className);
  b.addEventListener('click', async () => {
    b.disabled = true;
    b.say(words.preparing);
    try {
      const a = make('a');
      a.href = URL.createObjectURL(await content());
      a.download = name;
      document.body.append(a);
      a.click();
      a.remove();
      setTimeout(() => URL.revokeObjectURL(a.href), 60000);
      b.say(label);
    } catch (e) {
      b.say(words.failed);
    }
    b.disabled = false;
    b.focus();
  });
  return b;
}

// ---- showing ----

function facts(list) {
  const dl = make('dl');
  for (const [label, value] of list) { const dd = make('dd', value); dd.dir = 'auto'; dl.append(make('dt', label), dd); }
  return dl;
}

function bullets(items) {
  const ul = make('ul');
  for (const item of items) ul.append(make('li', item));
  return ul;
}

function card(title, name) {
  const s = make('section', undefined, 'card'), h = make('h2', title);
  s.id = name;
  h.id = name + '-title';
  s.setAttribute('aria-labelledby', h.id);
  s.append(h);
  return s;
}

function recipients(list) {
  if (list === null) return words.notStated;
  return list.join(words.join) || words.nobody;
}

async function showSection(section, n) {
  const about = section.about, box = card(about.title, 'c' + n), stated = s => s || words.notStated;
  const digests = list => (list || []).flatMap(c => (c.digest ? [c.title] : []).concat(digests(c.fields))), only = digests(about.columns);
  box.append(facts([[words.purpose, stated(about.purpose)], [words.recipients, recipients(about.recipients)],
    [words.retention, stated(about.retention)], [words.origin, stated(about.origin)], [words.source, stated(about.source)]].concat(
    only.length ? [[words.digest, fill(words.digestOf, {titles: only.join(words.join)})]] : [])));
  if (section.rows === 0) { box.append(make('p', words.nothing, 'quiet')); return box; }
  const count = make('p', fill(words.rows, {n: number(section.rows)}), 'quiet');
  box.append(count);
  const single = section.rows === 1, wide = about.columns.length > 6 ? ' wide' : '', table = make('table', undefined, single ? 'single' : 'many' + wide), body = make('tbody');
  const scroll = make('div', undefined, 'scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-labelledby', box.id + '-title');
  if (!single) {
    const row = make('tr');
    for (const c of about.columns) { const th = make('th', c.title); th.scope = 'col'; row.append(th); }
    const thead = make('thead');
    thead.append(row);
    table.append(thead);
  }
  table.append(body);
  scroll.append(table);
  box.append(scroll);
  let shown = 0;
  const more = async () => {
    const upTo = Math.min(section.rows, shown + (shown ? STEP : PAGE));
    const from = section.marks[Math.floor(shown / PAGE)], to = section.marks[Math.ceil(upTo / PAGE)] ?? section.to;
    for await (const list of between(from, to, 'R')) for (const b of list) {
      const raw = values(text.decode(b));
      if (single) about.columns.forEach((c, i) => {
        const tr = make('tr'), th = make('th', c.title), td = make('td');
        th.scope = 'row';
        show(td, c, raw[i]);
        tr.append(th, td);
        body.append(tr);
      });
      else {
        const tr = make('tr');
        about.columns.forEach((c, i) => { const td = make('td'); td.dataset.label = c.title; show(td, c, raw[i]); tr.append(td); });
        body.append(tr);
      }
    }
    shown = upTo;
    if (shown < section.rows) count.textContent = fill(words.shown, {n: number(shown), all: number(section.rows)});
    else count.textContent = fill(words.rows, {n: number(section.rows)});
  };
  await more();
  const buttons = make('p', undefined, 'buttons');
  if (shown < section.rows) {
    const b = named(words.more, about.title, 'more');
    let busy = false; // a disabled button would lose the focus
    b.addEventListener('click', async () => {
      if (busy) return;
      busy = true;
      await more();
      busy = false;
      if (shown < section.rows) return;
      if (document.activeElement === b) scroll.focus({preventScroll: true}); // where the last rows are
      b.remove();
    });
    buttons.append(b);
  }
  buttons.append(saver(words.saveSheet, about.title, about.file.replace(/\.csv$/, '.xlsx'), () => sheetOf(section)));
  buttons.append(saver(words.saveCsv, about.title, about.file, () => csvOf(section)));
  box.append(buttons, make('p', words.sheetNote, 'quiet note'));
  return box;
}

async function showAll() {
  const page = id('opened'), top = make('header'), title = make('h1', words.title);
  title.tabIndex = -1;
  const all = make('p', undefined, 'buttons');
  all.append(saver(words.saveJson, '', head.reference + '.json', jsonOfAll, 'main'));
  top.append(title, make('p', view.intro), facts(view.facts.map(f => [f.label, f.text])), all);
  page.append(top);

  const nav = make('nav'), links = make('ul'), contents = make('h2', words.collections);
  contents.id = 'contents';
  nav.setAttribute('aria-labelledby', 'contents');
  const link = (name, label) => { const a = make('a', label), li = make('li'); a.href = '#' + name; li.append(a); links.append(li); };
  sections.forEach((s, n) => link('c' + n, s.about.title + ' (' + number(s.rows) + ')'));
  link('withheld', words.withheld);
  if (files.length) link('files', words.files + ' (' + files.length + ')');
  nav.append(contents, links);
  const wrap = make('section');
  wrap.append(nav);
  page.append(wrap);

  for (const [n, s] of sections.entries()) page.append(await showSection(s, n));

  const left = card(words.withheld, 'withheld');
  if (!withheld.length) left.append(make('p', words.withheldNo));
  const list = make('ul');
  for (const {about: w} of withheld)
    list.append(make('li', w.title + (w.count ? fill(words.count, {n: number(w.count)}) : '') + words.colon + w.reason + (w.law ? fill(words.lawOf, {law: w.law}) : '')));
  if (withheld.length) left.append(list);
  page.append(left);

  if (files.length) {
    const box = card(words.files, 'files'), items = make('ul');
    for (const f of files) {
      const li = make('li', f.about.name + ' (' + f.about.size.toLocaleString(head.language, {style: 'unit', unit: 'byte', unitDisplay: 'long'}) + ') ');
      li.append(saver(words.save, f.about.name, f.about.name, () => dataOf(f)));
      items.append(li);
    }
    box.append(items);
    page.append(box);
  }
  view.passages.forEach((p, n) => {
    const box = card(p.heading, 'p' + n);
    for (const s of p.paragraphs) box.append(make('p', s));
    if (p.items.length) box.append(bullets(p.items));
    page.append(box);
  });
  id('locked').remove();
  page.hidden = false;
  title.focus();
}

// ---- the form ----

function say(message) {
  const m = id('message');
  m.textContent = message;
  m.hidden = !message;
}

async function submit(event) {
  event.preventDefault();
  const field = id('password'), button = id('open'), progress = id('progress');
  say('');
  button.disabled = true;
  button.textContent = words.opening;
  progress.hidden = false;
  try {
    await unseal(field.value);
    await showAll();
    return;
  } catch (e) {
    say(e instanceof WrongPassword ? words.wrong : words.damaged);
  }
  progress.hidden = true;
  button.disabled = false;
  button.textContent = words.open;
  field.focus();
  field.select();
}

document.addEventListener('DOMContentLoaded', () => {
  head = JSON.parse(id('head').textContent);
  words = head.words;
  if (!window.isSecureContext || !crypto.subtle) { id('unopened').textContent = words.noCrypto; return; }
  id('form').addEventListener('submit', submit);
  id('unopened').remove();
  id('form').hidden = false;
  id('password').focus();
});
})();
