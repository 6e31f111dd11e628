import type { Router } from 'express';

export interface Route {
  method: string;
  /** With `:parameters`, as it was registered. */
  path: string;
}

/** Every route of a router, read from the router itself, so that none can be forgotten. */
export function routesOf(router: Router): Route[] {
  return router.stack.flatMap((layer) => {
    const { route } = layer;
    if (!route) return [];
    const paths = [route.path as string | string[]].flat();
    const methods = [...new Set(route.stack.map((step) => step.method))];
    return paths.flatMap((path) => methods.map((method) => ({ method: method.toUpperCase(), path })));
  });
}
