import { z } from 'zod';
import type { Texts } from '../base/i18n/index.js';
import { textsIn } from '../base/i18n/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';
import { robotKinds, type RobotKind, type RobotName, robotNames } from './rules/robot-kinds.js';

const codesSchema = z.array(z.string());
const languages = ['ru', 'en'] as const;

/** Codes of this app's robots that the portal has. Throws RestError, `insufficient_scope` among them. */
async function readRegistered(rest: PortalRest, portalId: string): Promise<RobotName[]> {
  const { result } = await rest.call({ portalId, method: 'bizproc.robot.list', urgency: 'interactive' });
  const codes = codesSchema.parse(result);
  return robotNames.filter((name) => codes.includes(robotKinds[name].code));
}

/**
 * Registers what is missing; where the address changed, all of it anew; says what was registered. Doing it again changes
 * nothing (api-reference/bizproc/bizproc-robot: list, add, delete; as an administrator).
 */
export async function registerRobots(
  rest: PortalRest,
  of: { portalId: string; handler: string; isMoved: boolean },
): Promise<RobotName[]> {
  const { portalId, handler, isMoved } = of;
  const known = await readRegistered(rest, portalId);
  if (isMoved) await removeAll(rest, portalId, known);
  const missing = robotNames.filter((one) => isMoved || !known.includes(one));
  for (const name of missing) {
    const params = paramsOf(name, handler);
    await rest
      .call({ portalId, method: 'bizproc.robot.add', params, urgency: 'interactive' })
      .catch(passing('ERROR_ACTIVITY_ALREADY_INSTALLED'));
  }
  return missing;
}

export async function removeRobots(rest: PortalRest, portalId: string): Promise<void> {
  await removeAll(rest, portalId, await readRegistered(rest, portalId));
}

async function removeAll(rest: PortalRest, portalId: string, names: readonly RobotName[]): Promise<void> {
  for (const name of names) {
    const params = { CODE: robotKinds[name].code };
    await rest
      .call({ portalId, method: 'bizproc.robot.delete', params, urgency: 'interactive' })
      .catch(passing('ERROR_ACTIVITY_NOT_FOUND'));
  }
}

/** What somebody else did meanwhile is what was wanted. */
function passing(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof RestError) || error.restCode !== code) throw error;
  };
}

function paramsOf(name: RobotName, handler: string): Record<string, unknown> {
  const kind: RobotKind = robotKinds[name];
  const told = (key: string) => inBoth((texts) => texts(`robots.${key}`));
  const named = (values: Readonly<Record<string, { type: string; options?: readonly string[] }>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, { type, options }]) => [
        key,
        {
          ...{ Name: told(`values.${key}`), Type: type },
          ...(options && {
            Options: Object.fromEntries(
              options.map((option) => [option, textsIn('ru')(`robots.kinds.${option}`)]),
            ),
            Default: options[0],
          }),
        },
      ]),
    );
  return {
    ...{ CODE: kind.code, HANDLER: handler, USE_SUBSCRIPTION: 'Y' },
    ...{ NAME: told(`${name}.name`), DESCRIPTION: told(`${name}.text`) },
    ...{ PROPERTIES: named(kind.properties), RETURN_PROPERTIES: named(kind.returns) },
  };
}

function inBoth(text: (texts: Texts) => string): Record<string, string> {
  return Object.fromEntries(languages.map((language) => [language, text(textsIn(language))]));
}
