import { existsSync } from "node:fs"
import bundled from "@sparticuz/chromium"
import { type Browser, chromium } from "playwright-core"

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** Starts Chromium: the one that EMEND_CHROMIUM names, Debian's, or the one that an npm package brings. */
export const launch = async (): Promise<Browser> => {
  const named = process.env["EMEND_CHROMIUM"]
  const path = named ?? INSTALLED.find((candidate) => existsSync(candidate)) ?? (await bundled.executablePath())
  try {
    return await chromium.launch({
      executablePath: path,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    })
  } catch (cause) {
    throw new Error(
      `no Chromium could be started (${path}); install Debian's package chromium, or name one in EMEND_CHROMIUM`,
      { cause },
    )
  }
}
