/**
 * Every screen of the application, for whoever walks them all. `open(page, host)` brings one into view and returns
 * when it is complete; `names` says what there is.
 */

const settle = async (page) => {
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null && document.querySelector("#root > *") !== null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};

const dialog = (page) => page.locator("[role=dialog], [role=alertdialog]").last();
const FLOATING = "[role=dialog], [role=alertdialog], [role=menu]";
/** A place that keeps nothing of the one before, and by what one knows it. */
const BETWEEN = "/-/compare";
const mark = (page) => page.getByRole("heading", { name: "Choose two versions" });

/** Pages that hold the application as the server gave it. Loading takes eight times as long as a step within it. */
const loaded = new WeakSet();

/** The next screen loads the application anew: what this one leaves would be seen there. */
const forget = (page) => loaded.delete(page);

/** Brings a place into view: within the application where it is there already, as by a link. */
async function show(page, host, place) {
  if (!loaded.has(page) || !(await closeFloating(page))) return load(page, host, place);
  await step(page, BETWEEN);
  await mark(page).waitFor();
  if (place === BETWEEN) return settle(page);
  await step(page, place);
  // The router leaves the old place in view until the new one is read.
  await mark(page).waitFor({ state: "detached" });
  return settle(page);
}

/** Brings a place into view by its address alone. */
async function load(page, host, place) {
  await page.goto("about:blank"); // ends what the screen before was still asking for
  await page.goto(host.at(place));
  loaded.add(page);
  await settle(page);
}

const step = (page, place) =>
  page.evaluate((to) => {
    const state = { usr: null, key: crypto.randomUUID(), idx: (history.state?.idx ?? 0) + 1 }; // as the router numbers its own
    history.pushState(state, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state }));
  }, place);

/** Closes menus and dialogs of the screen before; false when one stays. */
async function closeFloating(page) {
  await page.mouse.move(0, 0);
  for (let tries = 0; tries < 4; tries += 1) {
    await page.keyboard.press("Escape");
    if ((await page.locator(FLOATING).count()) === 0) return true;
  }
  return false;
}

const at = (place) => (page, host, names) => show(page, host, place(names));

/** A screen that an address leads to. */
const addressed = (name, place) => ({ name, place, open: at(place) });

const versionPlace = (tab) => ({ path, index }) => `${path}:v${index}${tab === "overview" ? "" : `?tab=${tab}`}`;
const version = (tab) => at(versionPlace(tab));

async function fromMenu(page, button, item) {
  await page.getByRole("button", { name: button, exact: true }).last().click();
  await page.getByRole("menuitem", { name: item }).click();
  await dialog(page).waitFor();
  await settle(page);
}

const versionDialog = (item) => async (page, host, names) => {
  await version("overview")(page, host, names);
  await fromMenu(page, "More", item);
};

/** *Delete now…* of the dialog that deletes; `much` makes its plan another one. */
const deleteNow = (much) => async (page, host, names) => {
  const open = async () => {
    await versionDialog(/^Delete/)(page, host, names);
    for (const tick of await dialog(page).locator("label:has(input[type=checkbox])").all()) await tick.click();
    await dialog(page).getByRole("button", { name: "Delete now…" }).click();
    await dialog(page).getByText("This can't be undone.").waitFor();
    await dialog(page).getByText("Really freed").waitFor();
    await settle(page);
  };
  await (much === null ? open() : answering(page, { "retention.plan": much }, open));
};

/** The trash with its first version selected. */
const trashRow = async (page, host) => {
  await show(page, host, "/-/trash");
  await page.getByRole("grid", { name: "Trash" }).getByRole("row").nth(1).click();
  await settle(page);
};

const collectionDialog = (item) => async (page, host, names) => {
  await at(({ path }) => path)(page, host, names);
  await page.getByRole("main").getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: item }).click();
  await dialog(page).waitFor();
  await settle(page);
};

const projectDialog = (item) => async (page, host, names) => {
  await at(({ projectPath }) => projectPath)(page, host, names);
  await page.getByRole("button", { name: /^Project / }).click();
  await page.getByRole("menuitem", { name: item }).click();
  await dialog(page).waitFor();
  await settle(page);
};

/** The files tab of a version that has a file of each kind, with one of them in focus. */
const previewPlace = (file) => ({ kinds }) => `${kinds}:v1?tab=files&file=${encodeURIComponent(file)}`;
const preview = (file) => async (page, host, names) => {
  await show(page, host, previewPlace(file)(names));
  await page.getByRole("region", { name: `Preview of ${file}` }).waitFor();
  await settle(page);
};

/** Answers a command in the server's place, until the next page: for states that no store is brought into quickly. */
async function answering(page, answers, work) {
  forget(page);
  const pattern = (command) => `**/rpc/${command}`;
  for (const [command, answer] of Object.entries(answers)) {
    await page.route(pattern(command), async (route) => {
      const real = typeof answer === "function" ? await (await route.fetch()).json() : null;
      await route.fulfill({ json: real === null ? answer : answer(real) });
    });
  }
  try {
    await work();
  } finally {
    for (const command of Object.keys(answers)) await page.unroute(pattern(command));
    forget(page);
  }
}

const trouble = (code, message, hint = null) => async (page, host) => {
  await answering(page, { "host.info": (info) => ({ ...info, store_error: { code, message, hint } }) }, async () => {
    await load(page, host, "/");
    await page.getByRole("button", { name: "Copy details" }).waitFor();
  });
};

const GIB = 1024 ** 3;
const job = (id, rest) => ({ id, kind: "log", title: "Logging holdout", state: "done", progress: { step: "", bytes: 0, total_bytes: 0, items: 0, total_items: 0, rate: 0, seconds_left: null, current: null }, started_at: Date.now() - id * 60_000, ended_at: Date.now() - id * 30_000, error: null, result: null, address: null, ...rest });
const progress = { step: "Hashing", bytes: 1.8 * GIB, total_bytes: 4.2 * GIB, items: 9120, total_items: 21_408, rate: 310 * 1024 ** 2, seconds_left: 8, current: `crops/station-07/${"a-long-folder-name/".repeat(6)}image-0093.png` };
const JOBS = [
  job(1, { title: "Logging holdout-2025", state: "running", ended_at: null, progress }),
  job(2, { title: `Exporting ${"plankton-imagery-of-the-northern-stations-".repeat(3)}v12`, kind: "export", state: "paused", ended_at: null, progress: { ...progress, bytes: 0, total_bytes: 0, items: 12, total_items: 0, seconds_left: null } }),
  job(3, { title: "Checking the store", kind: "check" }),
  job(4, { title: "Logging weights", state: "failed", error: { code: "no-space", message: "The disk is full: 3.1 GiB more are needed for weights/epoch-12.safetensors", hint: "Free some space or choose another store, then log again." } }),
  job(5, { title: "Exporting labels", kind: "export", state: "cancelled" }),
];

/** Selects the first version of the collection in view and opens one of its dialogs by its key. */
async function keyDialog(page, host, names, key, title, row = 1) {
  await at(({ path }) => path)(page, host, names);
  await page.getByRole("grid").getByRole("row").nth(row).click();
  await settle(page);
  await page.getByRole("grid").focus();
  await page.keyboard.press(key);
  await page.getByRole("dialog", { name: title }).waitFor();
  await settle(page);
}

const WRITES = ["alias.set", "alias.add", "alias.remove", "tag.edit", "version.describe", "metadata.set", "ttl.set", "version.delete", "trash.restore", "collection.create", "collection.rename", "collection.describe", "collection.delete", "project.create", "project.rename", "project.delete", "log.start", "run.start", "run.edge", "run.edit", "run.finish", "run.delete", "store.sample", "store.check", "history.undo", "history.redo"];
const SETTINGS = ["store.settings", "store.configure", "store.open", "key.list", "key.add", "key.revoke", "rule.set", "rule.remove", "trash.empty", "collect.start"];
/** The window as somebody with a key has it. */
function signedInAs(page, role, work) {
  const refusals = (names, who) => names.map((command) => ({ command, reason: `mia is a ${role}; this needs ${who}` }));
  const here = ["export.start", "host.open_file"].map((command) => ({ command, reason: "This works with files of the machine that the store is on, and only its owner may do that" }));
  const refused = [...(role === "viewer" ? refusals(WRITES, "an administrator or a member") : []), ...refusals(SETTINGS, "an administrator"), ...here];
  return answering(page, { "session.show": { name: "mia", role, origin: "browser", here: false, refused } }, work);
}

const storage = (search = {}) => `/-/storage?${new URLSearchParams(search)}`;
const inside = ({ address, type }, ...more) => [...address.split("/").slice(0, 2), ...(more.length > 0 ? [type, ...more] : [])].join("/");

/** A plan that brakes, as large stores have it. */
const PLAN = { stamp: "0".repeat(64), predicted_bytes: 33_500_123_456, blobs: 1204, blob_bytes: 33_400_000_000, files: 12, packs_removed: 3, packs_rewritten: 2, damaged_packs: 1, orphans: 1, stored_bytes: 120 * GIB, versions: Array.from({ length: 100 }, (_, at) => `ada/plankton/${"resnet-plankton-".repeat(1 + (at % 4))}x:v${at}`), version_count: 212, emptied: ["ada/plankton/holdout-2024"], waiting_blobs: 31, waiting_bytes: 5 * GIB, waiting_until: Date.now() + 3_600_000, paused: null, consent: ["It removes 26 % of the bytes of the store.", "It removes 1,204 blobs.", "It leaves nothing of ada/plankton/holdout-2024."], no_grace: false };
const PAUSE = { why: "clock-jumped-forward", words: "the computer's clock jumped forward by more than a day", steady_since: Date.now() - 3_600_000 };
const RECEIPT = { id: 3, at: Date.now() - 86_400_000, ended_at: Date.now() - 86_399_000, actor: "ada", predicted_bytes: 12.4 * GIB, freed_bytes: 12.4 * GIB, blobs: 1380, details: JSON.stringify({ why: "nothing needed it, seen twice at least a day apart" }) };
const ITEMS = Array.from({ length: 1000 }, (_, at) => ({ kind: at < 2 ? "pack" : "blob", sha256: at < 2 ? null : "ab".repeat(32), bytes: at * 9_999, version: at < 2 ? null : `ada/plankton/resnet-plankton:v${at % 12}`, name: at < 2 ? `000000000000000${at}.pack` : `crops/${"station/".repeat(at % 9)}image-${at}.png` }));

const collectDialog = (answers, ready) => (page, host) =>
  answering(page, answers, async () => {
    await load(page, host, storage());
    await page.getByRole("button", { name: "Collect now…" }).click();
    await dialog(page).getByText(ready).first().waitFor();
    await settle(page);
  });

const STORAGE = [
  addressed("storage", () => storage({ in: "/" })),
  addressed("storage-project", (names) => storage({ in: inside(names) })),
  addressed("storage-versions", (names) => storage({ in: inside(names, names.name), show: "growth" })),
  addressed("storage-table", (names) => storage({ in: inside(names, names.name), as: "table" })),
  addressed("storage-duplicates", () => storage({ in: "/", show: "duplicates" })),
  { name: "storage-receipts", open: (page, host) => answering(page, { "receipt.list": Array.from({ length: 40 }, (_, at) => ({ ...RECEIPT, id: 40 - at, at: RECEIPT.at - at * 86_400_000, freed_bytes: RECEIPT.freed_bytes / (1 + at) })) }, () => load(page, host, storage({ show: "receipts" }))) },
  {
    name: "storage-receipt",
    open: (page, host) =>
      answering(page, { "receipt.list": [RECEIPT], "receipt.show": { receipt: RECEIPT, items: ITEMS, next: null } }, async () => {
        await load(page, host, storage({ show: "receipts" }));
        await page.getByRole("grid", { name: "Receipts" }).getByRole("row").nth(1).dblclick();
        await dialog(page).getByText("exactly as planned").waitFor();
        await settle(page);
      }),
  },
  { name: "storage-paused", open: (page, host) => answering(page, { "upkeep.state": (state) => ({ ...state, paused: PAUSE }) }, () => load(page, host, storage())) },
  { name: "storage-consent", open: (page, host) => answering(page, { "upkeep.state": (state) => ({ ...state, consent: PLAN.consent }), "collect.plan": PLAN }, () => load(page, host, storage())) },
  { name: "dialog-collect", open: collectDialog({ "collect.plan": { ...PLAN, consent: [], emptied: [], versions: PLAN.versions.slice(0, 3), version_count: 3 } }, "3 versions lose their files") },
  { name: "dialog-collect-brake", open: collectDialog({ "collect.plan": PLAN }, "I have looked at this list") },
  { name: "dialog-collect-paused", open: collectDialog({ "collect.plan": { ...PLAN, paused: PAUSE, predicted_bytes: 0, blobs: 0, files: 0, packs_removed: 0, packs_rewritten: 0, orphans: 0, versions: [], version_count: 0, emptied: [], consent: [] } }, "Expiry is paused") },
];

/** Settings are one page of sections. */
export const SCREENS = [
  addressed("project", ({ projectPath }) => projectPath),
  addressed("type", ({ projectPath, type }) => `${projectPath}?type=${encodeURIComponent(type)}`),
  addressed("collection", ({ path }) => path),
  {
    name: "collection-selected",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("grid").getByRole("row").nth(1).click();
      await page.getByRole("complementary", { name: "Inspector" }).waitFor();
      await settle(page);
    },
  },
  {
    name: "collection-many-selected",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("grid").focus();
      await page.keyboard.press("Control+a");
      await page.getByRole("toolbar", { name: "Actions for the selected versions" }).waitFor();
      await settle(page);
    },
  },
  {
    name: "collection-filtered-to-nothing",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("textbox", { name: "Filter versions" }).fill("tag:absent");
      await page.getByRole("heading", { name: /^Nothing matches/ }).waitFor();
    },
  },
  {
    name: "collection-filter-mistake",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("textbox", { name: "Filter versions" }).fill("size:>1XB");
      await page.getByRole("alert").waitFor();
    },
  },
  addressed("version-overview", versionPlace("overview")),
  addressed("version-files", versionPlace("files")),
  {
    name: "version-files-preview",
    open: async (page, host, names) => {
      await version("files")(page, host, names);
      await page.getByRole("tree", { name: /^Files of/ }).getByText("README.md", { exact: true }).click();
      await page.getByRole("region", { name: "Preview of README.md" }).waitFor();
      await settle(page);
    },
  },
  ...["text.txt", "code.py", "object.json", "lines.jsonl", "table.csv", "page.md", "picture.png", "bytes.bin", "tensors.safetensors", "array.npy", "broken.png", "empty.txt"].map((file) => ({ name: `preview-${file.replace(".", "-")}`, place: previewPlace(file), open: preview(file) })),
  {
    name: "quick-look",
    open: async (page, host, names) => {
      await preview("table.csv")(page, host, names);
      await page.getByRole("button", { name: "Quick look" }).click();
      await dialog(page).waitFor();
      await settle(page);
    },
  },
  addressed("version-files-list", ({ path, index }) => `${path}:v${index}?tab=files&view=list`),
  addressed("version-files-found", ({ path, index }) => `${path}:v${index}?tab=files&find=e`),
  addressed("version-files-nothing-found", ({ path, index }) => `${path}:v${index}?tab=files&find=absent.xyz`),
  addressed("version-metadata", versionPlace("metadata")),
  {
    name: "metadata-edit",
    open: async (page, host, { kinds }) => {
      await show(page, host, `${kinds}:v1?tab=metadata`);
      await page.getByRole("tree", { name: "Metadata" }).getByText("loss").click();
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("textbox", { name: "Value" }).waitFor();
      await settle(page);
    },
  },
  addressed("metadata-changes", ({ kinds }) => `${kinds}:v1?tab=metadata&view=diff`),
  addressed("metadata-json", ({ path, index }) => `${path}:v${index}?tab=metadata&view=json`),
  addressed("version-history", versionPlace("history")),
  addressed("version-usage", versionPlace("usage")),
  addressed("version-lineage", versionPlace("lineage")),
  addressed("version-lineage-table", ({ path, index }) => `${path}:v${index}?tab=lineage&mode=full&as=table`),
  addressed("lineage", ({ projectPath }) => `/-/lineage?project=${encodeURIComponent(decodeURIComponent(projectPath.slice(1)))}`),
  addressed("lineage-nothing-found", ({ projectPath }) => `/-/lineage?project=${encodeURIComponent(decodeURIComponent(projectPath.slice(1)))}&query=tag%3Aabsent`),
  addressed("runs", ({ projectPath }) => `/-/runs?project=${encodeURIComponent(decodeURIComponent(projectPath.slice(1)))}`),
  addressed("run", () => "/-/run?run=%231"),
  addressed("compare", ({ address, index }) => `/-/compare?before=${encodeURIComponent(`${address}:v0`)}&after=${encodeURIComponent(`${address}:v${index}`)}`),
  addressed("compare-files", ({ address, index }) => `/-/compare?before=${encodeURIComponent(`${address}:v0`)}&after=${encodeURIComponent(`${address}:v${index}`)}&tab=files`),
  addressed("compare-metadata", ({ address, index }) => `/-/compare?before=${encodeURIComponent(`${address}:v0`)}&after=${encodeURIComponent(`${address}:v${index}`)}&tab=metadata`),
  addressed("compare-nothing", () => "/-/compare"),
  addressed("history", () => "/-/history"),
  {
    name: "history-details",
    open: async (page, host, names) => {
      await at(() => "/-/history")(page, host, names);
      await page.getByRole("button", { name: /^Show what changed/ }).first().click();
      await page.getByRole("table").waitFor();
    },
  },
  addressed("trash", () => "/-/trash"),
  {
    name: "trash-selected",
    open: async (page, host) => {
      await trashRow(page, host);
      await page.getByRole("button", { name: /^Restore 1 version/ }).waitFor();
    },
  },
  {
    name: "dialog-trash-delete",
    open: async (page, host) => {
      await trashRow(page, host);
      await page.getByRole("button", { name: "Delete now…" }).click();
      await dialog(page).getByText("Really freed").waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-trash-empty",
    open: async (page, host) => {
      await at(() => "/-/trash")(page, host, {});
      await page.getByRole("button", { name: "Empty trash…" }).click();
      await dialog(page).getByText("Really freed").waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-restore",
    open: async (page, host) => {
      const plan = { versions: 3, collections: ["ada/plankton/holdout-2024"], taken_count: 2, overdue: 1, taken: [["best", 3, 12], ["candidate-of-the-northern-stations", 4, 13]].map(([name, was, now]) => ({ name, version: `ada/plankton/resnet-plankton:v${was}`, holder: `ada/plankton/resnet-plankton:v${now}` })) };
      await answering(page, { "trash.restore_plan": plan }, async () => {
        await trashRow(page, host);
        await page.getByRole("button", { name: "Restore 1 version" }).click();
        await dialog(page).getByText(/is on resnet-plankton:v12 now/).waitFor();
        await settle(page);
      });
    },
  },
  ...STORAGE,
  addressed("activity", () => "/-/activity"),
  {
    name: "activity-jobs",
    open: (page, host, names) => answering(page, { "job.list": JOBS }, () => at(() => "/-/activity")(page, host, names)),
  },
  {
    name: "activity-popover",
    open: (page, host, names) =>
      answering(page, { "job.list": JOBS }, async () => {
        await at(({ path }) => path)(page, host, names);
        await page.getByRole("button", { name: /^Activity/ }).click();
        await page.getByRole("dialog", { name: "Activity" }).waitFor();
      }),
  },
  addressed("settings", () => "/-/settings"),
  ...["store", "team", "keys", "keyboard", "about"].map((section) => addressed(`settings-${section}`, () => `/-/settings?section=${section}`)),
  {
    name: "settings-team-changed",
    open: async (page, host) => {
      await show(page, host, "/-/settings?section=team");
      await page.getByText("Expires after").click();
      await page.getByRole("textbox", { name: "Default TTL: number" }).fill("1");
      await page.getByRole("textbox", { name: "Days in the trash" }).fill("1");
      await page.getByRole("region", { name: "What this changes" }).waitFor();
      await settle(page);
    },
  },
  {
    name: "settings-keys-some",
    open: async (page, host) => {
      if ((await host.ctl("key", "ls")).length === 0) {
        for (const [name, role] of [["mia", "member"], ["w".repeat(128), "admin"], ["node-3", "viewer"], ["old laptop", "member"]]) await host.ctl("key", "add", "--name", name, "--role", role);
        await host.ctl("key", "revoke", "old laptop");
      }
      await show(page, host, "/-/settings?section=keys");
      await page.getByRole("table").waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-make-key",
    open: async (page, host) => {
      await show(page, host, "/-/settings?section=keys");
      await page.getByRole("button", { name: "Make a key…" }).click();
      await dialog(page).waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-key-made",
    open: async (page, host) => {
      await show(page, host, "/-/settings?section=keys");
      await page.getByRole("button", { name: "Make a key…" }).click();
      await dialog(page).getByLabel("Name").fill(`key ${Date.now()}`);
      await page.getByRole("button", { name: "Make key" }).click();
      await page.getByTestId("api-key").waitFor();
      await settle(page);
    },
  },
  { name: "dialog-rules", open: collectionDialog(/^Retention rules/) },
  {
    name: "dialog-rules-project",
    open: async (page, host, names) => {
      // Old enough for a sweep between two pictures to take nothing.
      await host.ctl("retention", "set", names.address, "--keep-last", "4", "--keep-aliased", "--keep-younger", "3000d");
      await at(({ projectPath }) => projectPath)(page, host, names);
      await fromMenu(page, "More", /^Retention rules/);
      await dialog(page).getByText(/^The next sweep/).waitFor();
      await settle(page);
      await host.ctl("retention", "rm", names.address);
    },
  },
  {
    name: "dialog-rules-best",
    open: async (page, host, names) => {
      await collectionDialog(/^Retention rules/)(page, host, names);
      await dialog(page).getByRole("textbox", { name: "How many of the last" }).fill("2");
      await dialog(page).getByText("It has an alias besides latest").click();
      await dialog(page).getByText("A run used it").click();
      await dialog(page).getByRole("combobox", { name: "Metadata key" }).fill("val.nothing");
      await dialog(page).getByText("It is younger than").click();
      await dialog(page).getByText(/no number at val.nothing/).first().waitFor();
      await dialog(page).getByRole("combobox", { name: "Metadata key" }).fill("val_acc");
      await settle(page);
    },
  },
  {
    name: "viewer-collection",
    open: (page, host, names) =>
      signedInAs(page, "viewer", async () => {
        await at(({ path }) => path)(page, host, names);
        await page.getByRole("grid").getByRole("row").nth(1).click();
        await page.getByRole("complementary", { name: "Inspector" }).getByRole("button", { name: "Set TTL…" }).hover();
        await page.getByRole("tooltip").waitFor();
      }),
  },
  {
    name: "viewer-menu",
    open: (page, host, names) =>
      signedInAs(page, "viewer", async () => {
        await at(({ path }) => path)(page, host, names);
        await page.getByRole("grid").getByRole("row").nth(1).click({ button: "right" });
        await page.getByRole("menuitem", { name: /^Delete…/ }).waitFor();
      }),
  },
  {
    name: "viewer-palette",
    open: (page, host, names) =>
      signedInAs(page, "viewer", async () => {
        await at(({ path }) => path)(page, host, names);
        await page.getByRole("grid").getByRole("row").nth(1).click();
        await page.keyboard.press("Control+Shift+p");
        await page.getByRole("dialog").waitFor();
        await page.keyboard.type("set");
        await page.getByRole("option", { name: /^Set TTL/ }).waitFor();
      }),
  },
  {
    name: "member-team",
    open: (page, host) =>
      signedInAs(page, "member", async () => {
        await show(page, host, "/-/settings?section=team");
        await page.getByText(/this needs/).waitFor();
        await settle(page);
      }),
  },
  {
    name: "shortcuts",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("F1");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
  {
    name: "palette",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("Control+k");
      await dialog(page).waitFor();
      await page.keyboard.type("m");
      await page.getByRole("option").first().waitFor();
      await settle(page);
    },
  },
  {
    name: "menu",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("F10");
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "version-menu",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("grid").getByRole("row").nth(1).click({ button: "right" });
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "main-submenu",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("F10");
      await page.getByRole("menuitem", { name: "View" }).hover();
      await page.getByRole("menuitem", { name: "View" }).press("ArrowRight");
      await page.getByRole("menu", { name: "View" }).waitFor();
    },
  },
  {
    name: "project-menu",
    open: async (page, host, names) => {
      await at(({ projectPath }) => projectPath)(page, host, names);
      await page.getByRole("button", { name: /^Project / }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  ...["Columns", "Filter help", "Go to version…"].map((name) => ({
    name: `popover-${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`,
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("main").getByRole("button", { name, exact: true }).click();
      await dialog(page).waitFor();
    },
  })),
  {
    name: "popover-labels",
    open: async (page, host, names) => {
      await version("overview")(page, host, names);
      await page.getByRole("button", { name: /aliases and tags$/ }).first().click();
      await dialog(page).waitFor();
      await settle(page);
    },
  },
  {
    name: "palette-start",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "palette-nothing",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("Control+k");
      await dialog(page).waitFor();
      await page.keyboard.type("zzzqqq");
      await page.getByText("Nothing matches").waitFor();
    },
  },
  {
    name: "missing-address",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("Control+l");
      await page.getByRole("banner").getByRole("textbox").fill("no/such place:v1");
      await page.keyboard.press("Enter");
      await page.getByText("There is no project").waitFor();
    },
  },
  {
    name: "toast-undo",
    open: async (page, host, names) => {
      await host.ctl("tag", "rm", `${names.address}:v0`, "seen");
      await keyDialog(page, host, names, "t", /^Tags/);
      await page.getByRole("dialog").getByRole("combobox").fill(`seen ${Date.now() % 1000}`);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).waitFor();
      forget(page); // the toast stays for a while
    },
  },
  {
    name: "dialog-log",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      // Its key does nothing before the sheet's code is there.
      await page.locator('button[aria-label="Log version…"]:enabled').waitFor();
      await page.keyboard.press("Control+n");
      await page.getByRole("dialog", { name: "Log a version" }).waitFor();
    },
  },
  {
    name: "dialog-log-planned",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      // Its key does nothing before the sheet's code is there.
      await page.locator('button[aria-label="Log version…"]:enabled').waitFor();
      await page.keyboard.press("Control+n");
      const field = page.getByRole("dialog").getByRole("textbox", { name: "Path" });
      await field.fill(names.folder);
      await field.press("Enter");
      await page.getByText("What will be stored").waitFor();
      await page.getByText(/^checked /).waitFor();
    },
  },
  { name: "dialog-aliases", open: versionDialog(/^Edit aliases/) },
  { name: "dialog-tags", open: versionDialog(/^Edit tags/) },
  { name: "dialog-ttl", open: versionDialog(/^Set TTL/) },
  { name: "dialog-description", open: versionDialog(/^Describe/) },
  {
    name: "dialog-ttl-along",
    open: async (page, host, names) => {
      await versionDialog(/^Set TTL/)(page, host, names);
      await dialog(page).getByText("Both", { exact: true }).click();
      await dialog(page).getByText("7 d", { exact: true }).click();
      await settle(page);
    },
  },
  { name: "dialog-delete-version", open: versionDialog(/^Delete/) },
  { name: "dialog-delete-now", open: deleteNow(null) },
  // What is much needs its name typed.
  { name: "dialog-delete-now-much", open: deleteNow((plan) => ({ ...plan, versions: 212, logical_bytes: 48.2 * GIB, freed_bytes: 12.4 * GIB, freed_at: Date.now() + 86_400_000 })) },
  {
    name: "dialog-export",
    open: async (page, host, names) => {
      await version("overview")(page, host, names);
      await page.getByRole("main").getByRole("button", { name: "Export…" }).click();
      await page.getByRole("dialog", { name: "Export files" }).waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-aliases-move",
    open: async (page, host, names) => {
      // The one before the newest: a rule of the screens before may have taken the oldest.
      const holder = `v${names.index - 1}`;
      await host.ctl("alias", "add", `${names.address}:${holder}`, "moving");
      await keyDialog(page, host, names, "a", /^Aliases/);
      await page.getByRole("dialog").getByRole("combobox").fill("moving");
      await page.getByText(`moves “moving” from ${holder}`).waitFor();
    },
  },
  {
    name: "dialog-aliases-refused",
    open: async (page, host, names) => {
      await keyDialog(page, host, names, "a", /^Aliases/);
      await page.getByRole("dialog").getByRole("combobox").fill("v3");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").getByRole("alert").waitFor();
    },
  },
  {
    name: "dialog-ttl-past",
    open: async (page, host, { kinds }) => {
      await show(page, host, kinds);
      await page.getByRole("grid").focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.press("x");
      await page.getByRole("dialog").getByText("Until a date", { exact: true }).click();
      await page.getByRole("dialog").getByLabel("Date", { exact: true }).fill("2020-01-01");
      await page.getByRole("dialog").getByText(/expire now/).waitFor();
      await settle(page);
    },
  },
  {
    name: "dialog-ttl-many",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.getByRole("grid").focus();
      await page.keyboard.press("Control+a");
      await page.getByRole("toolbar", { name: "Actions for the selected versions" }).waitFor();
      await page.keyboard.press("x");
      await page.getByRole("dialog", { name: /^Time to live of/ }).waitFor();
      await settle(page);
    },
  },
  { name: "dialog-rename-collection", open: collectionDialog(/^Rename/) },
  { name: "dialog-describe-collection", open: collectionDialog(/^Describe/) },
  { name: "dialog-delete-collection", open: collectionDialog(/^Delete/) },
  { name: "dialog-new-project", open: projectDialog(/^New project/) },
  { name: "dialog-rename-project", open: projectDialog(/^Rename/) },
  { name: "dialog-delete-project", open: projectDialog(/^Delete/) },
  {
    name: "dialog-new-collection",
    open: async (page, host, names) => {
      await at(({ projectPath }) => projectPath)(page, host, names);
      await page.getByRole("button", { name: /^New collection/ }).first().click();
      await page.getByRole("dialog", { name: "New collection" }).waitFor();
      await settle(page);
    },
  },
  { name: "trouble-locked", open: trouble("store-locked", "The store is used by cairnctl (process 4711) on this machine", "Close it and try again.") },
  { name: "trouble-newer", open: trouble("store-newer", "The store has format 9; this Cairn knows formats up to 3") },
  { name: "trouble-damaged", open: trouble("store-damaged", "database disk image is malformed") },
  {
    name: "read-only",
    open: (page, host, names) => answering(page, { "store.info": (info) => ({ ...info, read_only: "the file system is mounted read-only" }) }, () => at(({ path }) => path)(page, host, names)),
  },
  // Last: recent places ask for what is missing, too.
  addressed("missing-version", ({ path }) => `${path}:v999`),
  addressed("missing-storage", () => storage({ in: "no/such/thing" })),
  addressed("missing-collection", ({ projectPath }) => `${projectPath}/absent`),
];

export { load, settle as settled };
