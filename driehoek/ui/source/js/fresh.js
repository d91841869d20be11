// Parts come to life once, also when htmx puts something new beside them and the page is looked over again.
const alive = new WeakMap();

/** The elements under `root` (itself included) that match and that this module has not seen yet. */
export function fresh(root, selector, module) {
  const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  return found.filter((element) => {
    const seen = alive.get(element) ?? new Set();
    if (seen.has(module)) return false;
    alive.set(element, seen.add(module));
    return true;
  });
}
