/** Effect and Vitest need Node 22.19; the `node` dev dependency brings 24 for every npm script. */
export default (): void => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major < 22 || (major === 22 && minor < 19)) {
    throw new Error(
      `these tests run on Node ${process.versions.node}; run them with npm test, which uses the Node that npm ci installs`,
    )
  }
}
