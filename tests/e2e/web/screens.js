/**
 * Every screen of the application, for whoever walks them all. `open(page, host)` brings one into view and returns
 * when it is complete; `names` says what there is.
 */

const settle = async (page) => {
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null && document.querySelector("#root > *") !== null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};

const dialog = (page) => page.locator("[role=dialog], [role=alertdialog]").last();

const at = (place) => async (page, host, names) => {
  await page.goto(host.at(place(names)));
  await settle(page);
};

const version = (tab) => at(({ path, index }) => `${path}:v${index}${tab === "overview" ? "" : `?tab=${tab}`}`);

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

/** Settings are one page of sections. */
export const SCREENS = [
  { name: "project", open: at(({ projectPath }) => projectPath) },
  { name: "type", open: at(({ projectPath, type }) => `${projectPath}?type=${encodeURIComponent(type)}`) },
  { name: "collection", open: at(({ path }) => path) },
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
  { name: "version-overview", open: version("overview") },
  { name: "version-files", open: version("files") },
  {
    name: "version-files-preview",
    open: async (page, host, names) => {
      await version("files")(page, host, names);
      const tree = page.getByRole("tree", { name: /^Files of/ });
      await tree.focus();
      for (let step = 0; step < 3; step += 1) {
        const isFile = await tree.evaluate(() => {
          const item = document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "") ?? document.activeElement;
          return item?.getAttribute("role") === "treeitem" && !item.hasAttribute("aria-expanded");
        });
        if (isFile) break;
        await page.keyboard.press(step === 0 ? "Home" : "ArrowRight");
        await page.keyboard.press(step === 0 ? "ArrowRight" : "ArrowDown");
      }
      await settle(page);
    },
  },
  { name: "version-metadata", open: version("metadata") },
  { name: "version-history", open: version("history") },
  { name: "compare", open: at(({ address, index }) => `/-/compare?before=${encodeURIComponent(`${address}:v0`)}&after=${encodeURIComponent(`${address}:v${index}`)}`) },
  { name: "compare-nothing", open: at(() => "/-/compare") },
  { name: "history", open: at(() => "/-/history") },
  { name: "trash", open: at(() => "/-/trash") },
  { name: "activity", open: at(() => "/-/activity") },
  { name: "settings", open: at(() => "/-/settings") },
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
    name: "dialog-log",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
      await page.keyboard.press("Control+n");
      await page.getByRole("dialog", { name: "Log a version" }).waitFor();
    },
  },
  {
    name: "dialog-log-planned",
    open: async (page, host, names) => {
      await at(({ path }) => path)(page, host, names);
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
  { name: "dialog-description", open: versionDialog(/^Edit description/) },
  { name: "dialog-delete-version", open: versionDialog(/^Delete/) },
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
  // Last: recent places ask for what is missing, too.
  { name: "missing-version", open: at(({ path }) => `${path}:v999`) },
  { name: "missing-collection", open: at(({ projectPath }) => `${projectPath}/absent`) },
];

export const settled = settle;
