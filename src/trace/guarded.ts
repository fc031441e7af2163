import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs';

type Report = (error: unknown) => void;

/** Stands before a subscriber. When that throws it is reported, and told no more. */
class Guard<T> implements Observer<T> {
  /** To be ended when the subscriber has thrown. */
  subscription: Subscription | undefined;
  readonly #observer: Partial<Observer<T>>;
  readonly #report: Report;
  #failed = false;

  constructor(observer: Partial<Observer<T>>, report: Report) {
    this.#observer = observer;
    this.#report = report;
  }

  get failed(): boolean {
    return this.#failed;
  }

  next(value: T): void {
    if (this.#failed) return;
    try {
      this.#observer.next?.(value);
    } catch (error) {
      this.#fail(error);
    }
  }

  error(thrown: unknown): void {
    try {
      if (this.#observer.error === undefined) this.#report(thrown);
      else this.#observer.error(thrown);
    } catch (error) {
      this.#fail(error);
    }
  }

  complete(): void {
    if (this.#failed) return;
    try {
      this.#observer.complete?.();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.subscription?.unsubscribe();
    this.#report(error);
  }
}

/**
 * An Observable whose subscribers may throw. RxJS would throw it again in a turn of its own, where it ends a Node process;
 * here it is reported, and the subscriber is told no more. The same holds behind `pipe`.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #report: Report;

  constructor(
    subscribe: ((this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) | undefined,
    report: Report
  ) {
    super(subscribe);
    this.#report = report;
  }

  /** What operators make of it is guarded too. */
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one place where RxJS 7 says what `pipe` returns
  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    return Object.assign(new GuardedObservable<R>(undefined, this.#report), { source: this, operator });
  }

  override subscribe(observer?: Partial<Observer<T>> | ((value: T) => void)): Subscription;
  override subscribe(
    next?: ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null
  ): Subscription;
  override subscribe(
    next?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null
  ): Subscription {
    // An operator's: what is behind it is guarded.
    if (next instanceof Subscriber) return super.subscribe(next);
    const functions = {
      ...(typeof next === 'function' && { next }),
      ...(error != null && { error }),
      ...(complete != null && { complete })
    };
    const guard = new Guard(typeof next === 'object' && next !== null ? next : functions, this.#report);
    guard.subscription = super.subscribe(guard);
    if (guard.failed) guard.subscription.unsubscribe();
    return guard.subscription;
  }
}
