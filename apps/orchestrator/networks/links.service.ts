import { Injectable } from '@nestjs/common';
import { HostRow } from '#persistence';
import { linkFigures, whyNoLink, type Link, type Scenario } from '#scenario';
import { DataSource } from 'typeorm';
import { ProblemError } from '../http/problem.js';

/** What the hosts' kernels can do for links, as their workers have tried it. */
@Injectable()
export class LinksService {
  constructor(private readonly db: DataSource) {}

  /** @throws ProblemError 409 when the host cannot make the link. One that has not tried yet refuses it itself. */
  async demand(host: string | undefined, wanted: Link): Promise<void> {
    const link = linkFigures(wanted);
    const row = host && link ? await this.db.getRepository(HostRow).findOneBy({ name: host }) : null;
    const why = row?.status.links && whyNoLink(link!, row.status.links);
    if (why !== undefined) throw unsupported(`The host of this range cannot: ${why}.`);
  }

  /** @throws ProblemError 409 when no host that has tried can make the links that a scenario asks for */
  async demandAnywhere({ networks }: Pick<Scenario, 'networks'>): Promise<void> {
    const links = Object.entries(networks).flatMap(([name, network]) => {
      const link = linkFigures(network);
      return link ? [{ name, link }] : [];
    });
    if (links.length === 0) return;
    const rows = await this.db.getRepository(HostRow).find();
    const whys = rows.map(({ name: host, status: { links: support } }) => {
      const failing = support && links.find(({ link }) => whyNoLink(link, support) !== undefined);
      return failing && `network ${failing.name} on host ${host}: ${whyNoLink(failing.link, support)}`;
    });
    if (whys.length === 0 || whys.some((why) => why === undefined)) return;
    throw unsupported(`No host can have this scenario's links. ${whys.join('. ')}.`);
  }
}

const unsupported = (detail: string) => new ProblemError(409, 'link-unsupported', detail);
