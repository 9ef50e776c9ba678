/** Why a pack is not taken into the catalogue; the message says what to do. */
export class CatalogueRefusal extends Error {
  private constructor(
    /** Stable. */
    readonly reason: 'version-taken' | 'signer-changed' | 'drafts-full',
    message: string,
  ) {
    super(message);
  }

  /** The version has another content already. */
  static taken({ id, version }: { id: string; version: string }): CatalogueRefusal {
    return new CatalogueRefusal(
      'version-taken',
      `${id}@${version} is there already with other content. A version never changes: raise the version in scenario.yaml.`,
    );
  }

  /** Its signer is not that of the version before. */
  static signerChanged(id: string, signer: string, before: string | null): CatalogueRefusal {
    const whose =
      before === null ? `came with this installation, unsigned` : `is signed by the key ${before}`;
    return new CatalogueRefusal(
      'signer-changed',
      `${id} ${whose}, and this pack by another, ${signer}. Ask its author over another way whether that is so; if it is, add it naming this key.`,
    );
  }

  /** There is no room for another draft, and none that could go. */
  static draftsFull(why: string): CatalogueRefusal {
    return new CatalogueRefusal('drafts-full', why);
  }
}
