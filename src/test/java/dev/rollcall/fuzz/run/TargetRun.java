package dev.rollcall.fuzz.run;

import com.sun.management.ThreadMXBean;
import dev.rollcall.fuzz.mutate.Mutator;
import dev.rollcall.fuzz.target.FuzzTarget;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Gives one target its inputs, one after the other, and watches what they do. Not thread-safe. */
public final class TargetRun {
  /** A target with that many different findings is not asked any further. */
  private static final int ENOUGH = 10;

  private static final int WARM_UP = 3;

  /** What is remembered must fit in memory, also after hours. */
  private static final int MOST_RESULTS = 10_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget target;
  private final Mutator mutator;
  private final Set<Integer> results = new HashSet<>();
  private final Map<String, FuzzFinding> findings = new LinkedHashMap<>();
  private boolean begun;
  private long executed;
  private long cpu;
  private long slowest;
  private long largest;
  private volatile Optional<Current> current = Optional.empty();

  TargetRun(FuzzTarget target, long seed) {
    this.target = target;
    this.mutator = new Mutator(target, seed ^ target.name().hashCode());
  }

  /**
   * The input that a thread is at.
   *
   * @param cpu the thread's processor time when it began, in nanoseconds
   * @param wall likewise, on the monotonic clock
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Current(Thread thread, byte[] input, long number, long cpu, long wall) {}

  public FuzzTarget target() {
    return target;
  }

  Optional<Current> current() {
    return current;
  }

  public long executed() {
    return executed;
  }

  /** The processor time of all inputs, in nanoseconds. */
  public long cpu() {
    return cpu;
  }

  /** The most processor time that one input took, in nanoseconds. */
  public long slowest() {
    return slowest;
  }

  /** The most that one input allocated, in bytes. */
  public long largest() {
    return largest;
  }

  /** How many different results there were. */
  public int results() {
    return results.size();
  }

  public List<FuzzFinding> findings() {
    return List.copyOf(findings.values());
  }

  void add(FuzzFinding finding) {
    findings.putIfAbsent(finding.key(), finding);
  }

  boolean isOver() {
    return findings.size() >= ENOUGH;
  }

  /** The seeds first, then changed ones, as long as more are wanted. */
  void go(BooleanSupplier more) {
    if (!begun) {
      begun = true;
      warmUp();
      target.seeds().forEach(this::take);
    }
    while (!isOver() && more.getAsBoolean()) {
      take(mutator.next());
    }
  }

  /** What is loaded and made once belongs to no input. */
  private void warmUp() {
    for (int i = 0; i < WARM_UP; i++) {
      for (byte[] seed : target.seeds()) {
        try {
          target.body().take(seed.clone());
        } catch (Throwable again) {
          // Said when the seed is taken in earnest.
        }
      }
    }
  }

  private void take(byte[] input) {
    Thread thread = Thread.currentThread();
    long number = executed++;
    long start = THREADS.getCurrentThreadCpuTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    current = Optional.of(new Current(thread, input, number, start, System.nanoTime()));
    Object result = null;
    Throwable thrown = null;
    try {
      result = target.body().take(input.clone());
    } catch (Throwable e) {
      thrown = e;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    current = Optional.empty();
    long took = THREADS.getCurrentThreadCpuTime() - start;
    cpu += took;
    slowest = Math.max(slowest, took);
    if (thrown != null && !target.expects(thrown)) {
      failed(FuzzFinding.of(target, thrown, input, number));
      return;
    }
    if (allocated > target.allocation() && again(input) > target.allocation()) {
      failed(FuzzFinding.allocated(target, allocated, input, number));
      return;
    }
    largest = Math.max(largest, Math.min(allocated, target.allocation()));
    if (results.size() < MOST_RESULTS && results.add(ResultShape.of(result, thrown))) {
      mutator.keep(input);
    }
  }

  /** What an input allocates for the second time: the first may have loaded classes. */
  private long again(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.body().take(input.clone());
    } catch (Throwable known) {
      // The first time it was one that the target expects.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void failed(FuzzFinding finding) {
    if (!findings.containsKey(finding.key())) {
      add(new Minimizer(finding).smallest());
    }
  }
}
