import type { RequestHandler } from 'express';
import { verifySession } from '../access/index.js';
import { AppError } from '../base/errors.js';
import type { Ground } from '../base/ground.js';

const BEARER = /^Bearer ([\w-]{1,2000}\.[\w-]{1,2000}\.[\w-]{1,500})$/;

/** Lets through whoever brings a session of ours, with `res.locals.visitor` set. Anybody else gets 401. */
export function authenticate(ground: Ground): RequestHandler {
  return async (request, response, next) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined)
      throw new AppError('SESSION_MISSING', 'Open the app in Bitrix24', { status: 401 });
    response.locals['visitor'] = await verifySession(ground, token);
    next();
  };
}
