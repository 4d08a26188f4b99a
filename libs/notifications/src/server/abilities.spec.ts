import { operatorActor, systemActor } from '@accord/kernel';
import { abilitiesOf } from '@accord/kernel/server';
import { describe, expect, it } from '@jest/globals';
import './abilities.js';

describe('reminders', () => {
  it('are chosen by people: neither by the operator nor by the worker', () => {
    for (const actor of [operatorActor('an operator'), systemActor('worker')]) expect(abilitiesOf(actor)).toEqual([]);
  });
});
