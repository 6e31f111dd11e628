import { type EstimateState, type EstimateVerb, leadsOn } from './estimate-states.js';

/** How somebody stands to an estimate. */
export interface Standing {
  /** Manager of the client, or administrator. */
  manages: boolean;
  isPerformer: boolean;
  isRequester: boolean;
  /** A guest from the client's side. */
  isClient: boolean;
}

type Asked = Exclude<EstimateVerb, 'request'>;

const allowed: Record<Asked, (who: Standing) => boolean> = {
  ask: (who) => who.isPerformer || who.manages,
  answer: (who) => who.manages || who.isRequester,
  give: (who) => who.isPerformer || who.manages,
  approve: (who) => who.manages,
  agree: (who) => who.isClient || who.manages,
  return: (who) => who.manages,
  decline: (who) => who.manages || who.isClient,
  withdraw: (who) => who.manages || who.isRequester,
};

/** Whether somebody may take a step with an estimate as it stands. A client decides only what lies with the client. */
export function mayStep(who: Standing, state: EstimateState, verb: Asked): boolean {
  if (!leadsOn(state, verb) || !allowed[verb](who)) return false;
  return !who.isClient || who.manages || verb !== 'decline' || state === 'with-client';
}
