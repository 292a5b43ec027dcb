package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.verdict.advice.Failure;
import dev.rollcall.verdict.advice.PathText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of one route, from its attempts and follow-ups.
 *
 * @param failure why it fails, or why it is undecided
 * @param undecided why it is unknown; empty if it answers or fails
 * @param lesser failures beside an answer: some of the samples, or a follow-up that does not decide
 * @param concerns problems although it answered
 */
record RouteResult(
    Finding finding,
    Optional<Failure> failure,
    Optional<String> undecided,
    List<Failure> lesser,
    List<Concern> concerns) {

  static RouteResult of(Finding finding) {
    return new Reading(finding).standing();
  }

  boolean skipped() {
    return finding.skipped().isPresent();
  }

  boolean answers() {
    return !skipped() && failure.isEmpty() && undecided.isEmpty();
  }

  boolean fails() {
    return failure.isPresent() && undecided.isEmpty();
  }

  boolean ipv6() {
    return finding.route().dialled().address() instanceof Inet6Address;
  }

  boolean ipv4() {
    return finding.route().dialled().address() instanceof Inet4Address;
  }

  String host() {
    return finding.route().target().host();
  }

  String destination() {
    return PathText.destination(finding);
  }

  /** Why it was not tried, as a separate line. */
  Stream<String> skip() {
    return finding.skipped().stream().map(why -> destination() + ": " + why);
  }

  /** Combines a finding's attempts and follow-ups. */
  private static final class Reading {
    private final Finding finding;
    private final List<Failure> lesser = new ArrayList<>();
    private final List<Concern> concerns = new ArrayList<>();
    private Optional<Failure> failure = Optional.empty();
    private Optional<String> undecided = Optional.empty();

    Reading(Finding finding) {
      this.finding = finding;
    }

    RouteResult standing() {
      if (finding.skipped().isEmpty()) {
        attempts();
      }
      boolean fails = failure.filter(found -> !found.fault().saysNothing()).isPresent();
      undecided = fails ? Optional.empty() : undecided;
      return new RouteResult(
          finding, failure, undecided, List.copyOf(lesser), List.copyOf(concerns));
    }

    private void attempts() {
      List<Fault> faults = new ArrayList<>();
      for (Attempt attempt : finding.attempts()) {
        if (attempt.outcome() instanceof Outcome.Failed failed) {
          faults.add(failed.fault());
        } else {
          attempt.outcome().concerns().stream()
              .filter(concern -> !concerns.contains(concern))
              .forEach(concerns::add);
        }
      }
      if (finding.attempts().isEmpty()) {
        undecided = Optional.of("not tried");
      } else if (faults.size() == finding.attempts().size()) {
        decided(new Failure(first(faults), finding, ""));
      } else {
        if (!faults.isEmpty()) {
          unsteady(faults);
        }
        undecided = whyUndecided();
        finding.followUps().forEach(this::followUp);
      }
    }

    /** The first fault that tells something about the destination, or else the first. */
    private static Fault first(List<Fault> faults) {
      return faults.stream()
          .filter(fault -> !fault.saysNothing())
          .findFirst()
          .orElse(faults.get(0));
    }

    /** What the answers leave undecided; one that decides is enough. */
    private Optional<String> whyUndecided() {
      Optional<String> why = Optional.empty();
      for (Attempt attempt : finding.attempts()) {
        if (attempt.outcome() instanceof Outcome.Answered) {
          return Optional.empty();
        }
        if (attempt.outcome() instanceof Outcome.Undecided open) {
          why = why.or(() -> Optional.of(open.why()));
        }
      }
      return why;
    }

    private void decided(Failure found) {
      if (failure.isEmpty()) {
        failure = Optional.of(found);
        if (found.fault().saysNothing()) {
          undecided = Optional.of(found.text());
        }
      }
    }

    private void unsteady(List<Fault> faults) {
      String some = faults.size() + " of " + finding.attempts().size() + " samples failed";
      Fault first = first(faults);
      boolean silence = first.kind() == FaultKind.DROPPED || first.kind() == FaultKind.TIMED_OUT;
      if (silence && !first.saysNothing()) {
        concerns.add(
            new Concern(
                PathText.own(finding) ? Concern.Kind.OWN_LOSS : Concern.Kind.LOSS,
                some + ": " + PathText.destination(finding) + ": " + first.cause()));
      } else {
        lesser.add(new Failure(first, finding, some + ": "));
      }
    }

    private void followUp(Finding.Linked linked) {
      String what =
          linked.followUp().protocol()
              + " to "
              + linked.followUp().target()
              + " ("
              + linked.followUp().reason()
              + ")";
      if (linked.finding().filter(found -> found.skipped().isEmpty()).isEmpty()) {
        if (linked.followUp().decisive()) {
          undecided = undecided.or(() -> Optional.of("not followed up: " + what));
        } else {
          concerns.add(new Concern(Concern.Kind.UNPROVEN, "not followed up: " + what));
        }
        return;
      }
      RouteResult other = of(linked.finding().get());
      concerns.addAll(other.concerns);
      lesser.addAll(other.lesser);
      Optional<Failure> named =
          other.failure.map(found -> new Failure(found.fault(), found.at(), what + ": "));
      if (linked.followUp().decisive()) {
        named.ifPresent(this::decided);
        undecided = undecided.or(() -> other.undecided.map(why -> what + ": " + why));
      } else {
        named.ifPresent(lesser::add);
      }
    }
  }
}
