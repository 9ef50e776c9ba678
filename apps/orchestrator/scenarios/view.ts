import type { StoredScenario } from '#persistence';
import { publicScenario, type Scenario } from '#scenario';

/** A scenario as the catalogue lists it. */
export function summaryOf(scenario: Scenario) {
  const { objectives: _o, mappings: _m, nodes: _n, ...summary } = publicScenario(scenario);
  return summary;
}

/** A scenario with its brief, as its page shows it. */
export function detailOf({ scenario, files }: StoredScenario) {
  const brief = Object.fromEntries(
    scenario.languages.map((language) => {
      const file = files.get(`brief.${language}.md`);
      return [language, file ? Buffer.from(file).toString('utf8') : ''];
    }),
  );
  return { ...publicScenario(scenario), brief };
}
