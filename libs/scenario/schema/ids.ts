import { z } from 'zod';

/** A technique of MITRE ATT&CK. */
export const attackTechnique = z
  .string()
  .regex(/^T\d{4}(\.\d{3})?$/, 'must be an ATT&CK technique such as T1190');
/** A technique of MITRE D3FEND. */
export const d3fendTechnique = z.string().regex(/^D3-[A-Z0-9]+$/, 'must be a D3FEND technique such as D3-AH');
const niceForm = /^([A-Z]{2}-[A-Z]{2,3}-\d{3}|[TKSA]\d{4}[A-Z]?)$/;
/** A work role, task, knowledge or skill of the NICE framework. */
export const niceId = z.string().regex(niceForm, 'must be a NICE id such as PD-WRL-007 or T0023');

/** An id of any of the three frameworks; ATT&CK also by tactic (TA0001) or mitigation (M1050). */
export const frameworkId = z
  .string()
  .regex(
    /^(T\d{4}(\.\d{3})?|TA\d{4}|M\d{4}|D3-[A-Z0-9]+|[A-Z]{2}-[A-Z]{2,3}-\d{3}|[TKSA]\d{4}[A-Z]?)$/,
    'must be an id of ATT&CK, D3FEND or NICE, such as T1190, D3-AH or PD-WRL-007',
  );
