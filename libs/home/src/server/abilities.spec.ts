import { operatorActor } from '@accord/kernel';
import { abilitiesOf } from '@accord/kernel/server';
import { describe, expect, it } from '@jest/globals';
import './abilities.js';

describe('home', () => {
  it('grants nothing to the operator at the command line', () => expect(abilitiesOf(operatorActor('an operator'))).toEqual([]));
});
