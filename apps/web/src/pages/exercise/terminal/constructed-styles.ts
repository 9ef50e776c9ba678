const make = Document.prototype.createElement;
let building: CSSStyleSheet[] | undefined;
let inUse = 0;

/**
 * Lets a library that writes `<style>` elements and the `style` attributes of spans work under a content security policy
 * without inline styles. While `build` runs, each `<style>` asked for is an inert element that hands its text to a constructed
 * style sheet, then and whenever it is written again. Until what is returned is called, a span's `style` attribute is set
 * through its style object, which the policy allows.
 * Returns what takes all of that away.
 */
export function withConstructedStyles(build: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  const end = () => {
    inUse -= 1;
    if (inUse === 0) Reflect.deleteProperty(document, 'createElement');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
  inUse += 1;
  document.createElement = createElement as typeof document.createElement;
  building = sheets;
  try {
    build();
  } catch (error) {
    end();
    throw error;
  } finally {
    building = undefined;
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
  return end;
}

function createElement(this: Document, name: string, options?: ElementCreationOptions): HTMLElement {
  const kind = name.toLowerCase();
  if (kind === 'style' && building) {
    const element = make.call(this, 'template');
    building.push(redirected(element));
    return element;
  }
  const element = make.call(this, name, options);
  if (kind === 'span') element.setAttribute = setAttribute;
  return element;
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
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
