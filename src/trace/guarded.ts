import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs';

type Next<T> = Partial<Observer<T>> | ((value: T) => void) | null;

/**
 * An Observable whose subscribers may throw. RxJS would throw it again in a turn of its own, where it ends a Node process;
 * here it is reported, and the subscriber is told no more. The same holds behind `pipe`.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #report: (error: unknown) => void;

  constructor(
    subscribe: ((this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) | undefined,
    report: (error: unknown) => void
  ) {
    super(subscribe);
    this.#report = report;
  }

  /** What operators make of it is guarded too. */
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one place where RxJS 7 says what `pipe` returns
  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedObservable<R>(undefined, this.#report);
    return Object.assign(lifted, { source: this, operator });
  }

  override subscribe(
    next?: Next<T>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null
  ): Subscription {
    // An operator's: what is behind it is guarded.
    if (next instanceof Subscriber) return super.subscribe(next);
    const observer = typeof next === 'function' ? { next } : (next ?? {});
    let subscription: Subscription | undefined;
    let failed = false;
    const attempt = (tell: () => void): void => {
      if (failed) return;
      try {
        tell();
      } catch (thrown) {
        failed = true;
        subscription?.unsubscribe();
        this.#report(thrown);
      }
    };
    subscription = super.subscribe({
      next: (value) => {
        attempt(() => observer.next?.(value));
      },
      error: (thrown: unknown) => {
        attempt(() => {
          const handle = error ?? observer.error?.bind(observer) ?? this.#report;
          handle(thrown);
        });
      },
      complete: () => {
        attempt(() => {
          observer.complete?.();
          complete?.();
        });
      }
    });
    if (failed) subscription.unsubscribe();
    return subscription;
  }
}
