package dev.rollcall.run.watch;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rule's result in a few words.
 *
 * @param latency the median of the attempts that were answered, if the rule works
 */
public record State(Status status, Optional<Fault> cause, Optional<Duration> latency) {
  static State of(RuleResult result) {
    Status status = result.verdict().status();
    return new State(
        status,
        result.verdict().cause(),
        status.works() && result.evidence() instanceof Evidence.Probed probed
            ? Latency.median(probed.findings())
            : Optional.empty());
  }

  /** Whether the rule passes: PASS, or a warning that no fault causes. */
  public boolean passes() {
    return status == Status.PASS || (status == Status.WARN && cause.isEmpty());
  }

  /** Whether a reader would see no difference; latency does not count. */
  boolean same(State other) {
    return status == other.status && cause.map(Fault::cause).equals(other.cause.map(Fault::cause));
  }

  /** {@code DROPPED} or {@code PASS, 32 ms}. */
  public String text() {
    return word(fault -> fault.kind().name()) + time();
  }

  /** {@code DROPPED → PASS, 32 ms}; the phases too, where only they differ. */
  String to(State next, String arrow) {
    Function<Fault, String> kind = fault -> fault.kind().name();
    Function<Fault, String> name = word(kind).equals(next.word(kind)) ? Fault::cause : kind;
    return word(name) + arrow + next.word(name) + next.time();
  }

  private String word(Function<Fault, String> name) {
    Optional<String> why = cause.map(name);
    return switch (status) {
      case FAIL -> why.orElse("FAIL");
      case WARN, INCONCLUSIVE -> status + why.map(one -> " (" + one + ")").orElse("");
      case PASS, SKIPPED -> status.name();
    };
  }

  private String time() {
    return latency.map(time -> ", " + Times.readable(time)).orElse("");
  }
}
