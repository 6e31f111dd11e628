import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';

const page = '<!doctype html><meta charset="utf-8"><title>Часы поддержки</title><h1>Часы</h1>';

describe('the browser of the tests', () => {
  let browser: Browser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('opens a page of this machine', async () => {
    const tab = await browser.newPage();
    await tab.goto(url);
    expect(await tab.title()).toBe('Часы поддержки');
  });

  it('has glyphs for Russian text', async () => {
    const tab = await browser.newPage();
    await tab.goto(url);
    // A letter that no font has is drawn as a box, and every such letter as the same box.
    const drawn = await Promise.all(['щ', 'Ж', '\u{10ffff}'].map((letter) => draw(tab, letter)));
    expect(new Set(drawn).size).toBe(3);
  });

  it('reaches nothing but this machine', async () => {
    const tab = await browser.newPage();
    await expect(tab.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  });
});

/** The letter as drawn, in a form to compare. */
function draw(tab: Page, letter: string): Promise<string> {
  return tab.evaluate((text) => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) throw new Error('no canvas');
    context.font = '40px sans-serif';
    context.fillText(text, 10, 50);
    return context.canvas.toDataURL();
  }, letter);
}
