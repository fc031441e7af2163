/** What the keys do. Where text is written, they write. */

/** An action by its key; with `Shift+` where that is held. */
export type Keys = Readonly<Record<string, () => void>>;

export function listenForKeys(keys: Keys): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const { target } = event;
    const isText = target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'range';
    if ((isText || target instanceof HTMLSelectElement) && event.key !== 'Escape') return;
    // A button and a link have an Enter of their own.
    if (event.key === 'Enter' && target instanceof Element && target.closest('button,a') !== null) return;
    const name = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
    const act = keys[name];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
