// Builds static/build/ from the installed packages and static/src/. Run by `npm run build`; nothing else needs Node.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const source = join(root, "static", "src");
const target = join(root, "static", "build");
const fresh = join(root, "var", "static-build");

const FORBIDDEN = ["GDS Transport", "Frutiger", "crest", "crown"];
const MOJ_ICONS = [
  "icon-arrow-black-down.svg", "icon-arrow-black-up.svg", "icon-arrow-white-down.svg", "icon-arrow-white-up.svg",
  "icon-close-cross-black.svg", "icon-document.svg", "icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg",
  "icon-toggle-plus-minus.svg",
];

// Django's manifest storage follows these comments and fails where the map is absent.
const withoutMaps = (text) => text
  .replace(/\/\*# sourceMappingURL=[^*]*\*\//g, "")
  .replace(/\/\/# sourceMappingURL=.*$/gm, "")
  .trim() + "\n";

const write = (path, text) => {
  mkdirSync(dirname(join(fresh, path)), { recursive: true });
  writeFileSync(join(fresh, path), text);
};
const copyText = (from, to) => write(to, withoutMaps(readFileSync(from, "utf8")));

function styles() {
  const { css } = sass.compile(join(source, "throughcare.scss"), {
    loadPaths: [root, source],
    style: "compressed",
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  write("css/throughcare.css", withoutMaps(css));
  copyText(join(source, "print.css"), "css/print.css");
}

function scripts() {
  copyText(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "js/govuk-frontend.min.js");
  copyText(join(modules, "@ministryofjustice/frontend/moj/moj-frontend.min.js"), "js/moj-frontend.min.js");
  for (const name of ["app.js", "drafts.js", "leave.js", "near.js", "passkey.js", "session.js", "weeks.js"]) copyText(join(source, name), `js/${name}`);
}

function images() {
  for (const icon of MOJ_ICONS) {
    copyText(join(modules, "@ministryofjustice/frontend/moj/assets/images", icon), `images/${icon}`);
  }
  copyText(join(source, "favicon.svg"), "images/favicon.svg");
}

function fonts() {
  const bin = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  const ours = join(root, ".venv", bin);
  const python = process.env.PYTHON || (existsSync(ours) ? ours : "python3");
  const parts = join(modules, "@fontsource/atkinson-hyperlegible-next/files");
  execFileSync(python, [join(root, "static/merge_fonts.py"), parts, join(fresh, "fonts")], { stdio: "inherit" });
}

// The packages carry no licence file of their own; MIT asks for the notice to travel with the code.
function licences() {
  const mit = readFileSync(join(source, "licence-mit.txt"), "utf8");
  const credit = (holder, name) => write(`licences/${name}.txt`, mit.replace("<holder>", holder));
  credit("2017 Crown Copyright (Government Digital Service)", "govuk-frontend");
  credit("2021 dxw", "moj-frontend");
  cpSync(
    join(modules, "@fontsource/atkinson-hyperlegible-next/LICENSE"),
    join(fresh, "licences/atkinson-hyperlegible-next.txt"),
  );
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

// Nothing that belongs to a government's or the NHS's own brand, nothing fetched from elsewhere.
function refuse() {
  const faults = [];
  for (const path of files(fresh)) {
    if (!/\.(css|js|svg)$/.test(path)) continue;
    const text = readFileSync(path, "utf8");
    for (const word of FORBIDDEN) if (text.includes(word)) faults.push(`${path}: ${word}`);
    if (/sourceMappingURL/.test(text)) faults.push(`${path}: sourceMappingURL`);
    if (path.endsWith(".css") && /(url\(\s*["']?(https?:)?\/\/|@import)/.test(text)) faults.push(`${path}: an address`);
  }
  if (faults.length) throw new Error(`Not fit to ship:\n${faults.join("\n")}`);
}

rmSync(fresh, { recursive: true, force: true });
styles();
scripts();
images();
fonts();
licences();
refuse();
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
