import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import type { Range, Scenario } from '../../../api/queries.js';
import { useText } from '../../../i18n/text.js';
import { Terminal } from './terminal.js';

interface Props {
  exercise: string;
  team: string;
  range: Range;
  scenario: Scenario;
}

/** A tab for each machine that has a terminal. One that was opened goes on behind the others. */
export default function Terminals({ exercise, team, range, scenario }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const nodes = scenario.nodes.filter(({ terminal }) => terminal);
  const [shown, show] = useState(nodes[0]?.id ?? '');
  const [opened, setOpened] = useState<readonly string[]>(nodes.slice(0, 1).map(({ id }) => id));
  if (nodes.length === 0) return <p className="soft">{t('terminal.none')}</p>;
  const nameOf = (node: Scenario['nodes'][number]) => text(node.title) || node.id;
  const choose = (id: string) => {
    show(id);
    setOpened((before) => (before.includes(id) ? before : [...before, id]));
  };
  return (
    <Tabs className="tabs tabs-terminal" selectedKey={shown} onSelectionChange={(key) => choose(String(key))}>
      <div className="terminal-bar">
        <TabList className="tab-list" aria-label={t('terminal.list')}>
          {nodes.map((node) => (
            <Tab key={node.id} id={node.id} className="tab">
              {nameOf(node)}
            </Tab>
          ))}
        </TabList>
        <p className="soft small">
          {t('terminal.addresses', {
            addresses: range.nodes.find(({ id }) => id === shown)?.addresses.join(', ') ?? '',
          })}
        </p>
      </div>
      {nodes.map((node) => (
        <TabPanel key={node.id} id={node.id} className="tab-panel tab-panel-terminal" shouldForceMount>
          {opened.includes(node.id) && (
            <Terminal
              exercise={exercise}
              team={team}
              node={node.id}
              name={nameOf(node)}
              isUp={range.nodes.find(({ id }) => id === node.id)?.state === 'ready'}
            />
          )}
        </TabPanel>
      ))}
    </Tabs>
  );
}
