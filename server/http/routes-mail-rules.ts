/** Rules on letters over HTTP: what they would make of one, saved or not; nothing is kept of it. */
import { type RuleTrialResult, ruleTrialSchema } from '../../shared/model/mail-rule.ts';
import { tryRules } from '../ingest/letters/try-rules.ts';
import { parseBody } from './parse.ts';
import { forPermission, type Route } from './route.ts';

export function mailRuleRoutes(): Route[] {
  return [
    forPermission(
      'workspace:manage',
      'post',
      '/api/inboxes/rules/try',
      async ({ request }): Promise<RuleTrialResult> => tryRules(parseBody(request, ruleTrialSchema)),
      { limit: 'accountCheck' },
    ),
  ];
}
