import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { launch } from "../Browser.ts"
import { temporaryFolders, writeFiles } from "../Support.ts"

const folder = temporaryFolders()
let browser: Browser
let reports: string

const main = join(import.meta.dirname, "../../src/main.ts")
const hostile = [
  "It was a quiet evening in the harbour town.  <script>document.title = 'owned'</script> Nothing moved on the water.",
  '</title></style></textarea><img src=x onerror="document.title=\'owned\'"><a href="javascript:alert(1)">here</a>',
  "He donâ€™t know \u202egnihton\u202c of it, and the <style>body{display:none}</style> lamp went out. |",
].join("\n")

beforeAll(async () => {
  browser = await launch()
  const root = folder()
  writeFiles(root, {
    "raw/hostile.txt": hostile,
    "raw/a folder/name <b>& 'quote'.txt":
      "PREFACE\n\u00a0\nThe committee met on Monday in the old hall, and nobody knew what it was about.",
  })
  execFileSync(process.execPath, [main, "clean", "--quiet"], { cwd: root })
  reports = join(root, "reports")
})

afterAll(async () => {
  await browser?.close()
})

const open = async (path: string, requests: Array<string>): Promise<Page> => {
  const page = await browser.newPage()
  page.on("request", (request) => requests.push(request.url()))
  await page.goto(pathToFileURL(path).href)
  return page
}

it("leads from the index to a document and back", async () => {
  const page = await open(join(reports, "index.html"), [])
  expect(await page.title()).toBe("emend: report")
  await page.getByRole("link", { name: "name <b>& 'quote'.txt" }).click()
  expect(await page.locator("h1").textContent()).toBe("a folder/name <b>& 'quote'.txt")
  expect(await page.locator("del").count()).toBe(1)
  await page.getByRole("link", { name: "all documents" }).first().click()
  expect(await page.title()).toBe("emend: report")
  await page.close()
})

it("shows a hostile document as text, runs nothing of it and asks for nothing", async () => {
  const requests: Array<string> = []
  const page = await open(join(reports, "hostile.txt.html"), requests)
  expect(await page.title()).toBe("hostile.txt: emend")
  const text = (await page.locator(".text").allTextContents()).join("")
  expect(text).toContain("<script>document.title = 'owned'</script>")
  expect(text).toContain('<a href="javascript:alert(1)">here</a>')
  expect(text).toContain("U+202E")
  expect(await page.locator(".text script, .text img, .text a, .text style").count()).toBe(0)
  expect(await page.locator("main").isVisible()).toBe(true)
  expect(requests).toHaveLength(1)
  await page.close()
})

it("agrees with the summary in its figures", async () => {
  const page = await open(join(reports, "index.html"), [])
  const summary: unknown = JSON.parse(readFileSync(join(reports, "summary.json"), "utf8"))
  const sentence = await page.locator("main > p").first().textContent()
  const fixed = Number(/([\d,]+) findings are fixed/.exec(sentence ?? "")?.[1]?.replaceAll(",", ""))
  expect(fixed).toBeGreaterThan(0)
  expect(summary).toMatchObject({ findings: { fixed } })
  await page.close()
})

it("fits a narrow screen", async () => {
  const page = await open(join(reports, "index.html"), [])
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate("document.documentElement.scrollWidth <= 320")).toBe(true)
  await page.close()
})
