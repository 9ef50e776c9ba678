import { UsedWrong } from '../../reporting/found-wrong.js';
import { print } from '../../reporting/print.js';
import { onCatalogue } from './running-catalogue.js';

/**
 * `vocr scenario remove`: takes a version out of the catalogue; exercises that are made of it keep it.
 * @param reference `id@version`
 * @throws UsedWrong when no version is named; Problem when the catalogue has none such
 */
export async function removeScenario(reference: string, { user }: { user: string }): Promise<void> {
  if (!/^[\w-]+@[\w.-]+$/.test(reference)) {
    throw new UsedWrong(`${reference} names no version: say which one is to go, such as my-scenario@1.0.0.`);
  }
  await onCatalogue(user, (api) => api.remove(`/scenarios/${reference}`));
  print(`✓ ${reference} is out of the catalogue; exercises that are made of it keep it`);
}
