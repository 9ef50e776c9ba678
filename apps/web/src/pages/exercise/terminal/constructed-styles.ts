/**
 * Lets a library that writes `<style>` elements work under a content security policy without inline styles: while `build`
 * runs, each `<style>` asked for is an inert element that hands its text to a constructed style sheet, then and whenever it is
 * written again.
 * Returns what takes those sheets away.
 */
export function withConstructedStyles(build: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  const make = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    if (name.toLowerCase() !== 'style') return make(name, options);
    const element = make('template');
    sheets.push(redirected(element));
    return element;
  }) as typeof document.createElement;
  try {
    build();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
}

function redirected(element: HTMLElement): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: (css: string) => {
      text = css;
      sheet.replaceSync(css);
    },
  });
  return sheet;
}
