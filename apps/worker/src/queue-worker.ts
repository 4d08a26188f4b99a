import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { SaidOnce } from '@accord/kernel/server';

/** All queues are in one place, and one process loses touch with all of them at once. */
export const queueTouch = new SaidOnce('the queue is out of reach');

/** Works on one queue, and says when that cannot be reached. */
export abstract class QueueWorker extends WorkerHost {
  @OnWorkerEvent('error')
  lostTouch(error: Error): void {
    queueTouch.say(error);
  }

  @OnWorkerEvent('active')
  isInTouch(): void {
    queueTouch.clear();
  }
}
