package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The result of one attempt: an answer with its facts, or a fault with the facts before it. */
public sealed interface Outcome {
  List<Observation> observations();

  List<Concern> concerns();

  /** The destination answered in its own protocol. */
  record Answered(List<Observation> observations, List<Concern> concerns) implements Outcome {
    public Answered {
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }
  }

  /**
   * What answers leave open.
   *
   * @param why they do not decide the rule, in a sentence without its full stop
   * @param remedy what would decide it, to follow "to decide it, "; empty if that is not known
   */
  record Gap(String why, Optional<String> remedy) {
    public Gap {
      Objects.requireNonNull(why);
      Objects.requireNonNull(remedy);
    }

    public Gap(String why, String remedy) {
      this(why, Optional.of(remedy));
    }

    @Override
    public String toString() {
      return why + remedy.map(known -> "; to decide it, " + known).orElse("");
    }
  }

  /**
   * The destination answered, but its answers do not decide the rule.
   *
   * @param why see {@link Gap}
   * @param remedy see {@link Gap}
   */
  record Undecided(
      String why, Optional<String> remedy, List<Observation> observations, List<Concern> concerns)
      implements Outcome {
    public Undecided {
      Objects.requireNonNull(why);
      Objects.requireNonNull(remedy);
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }

    public Undecided(Gap gap, List<Observation> observations, List<Concern> concerns) {
      this(gap.why(), gap.remedy(), observations, concerns);
    }

    public Gap gap() {
      return new Gap(why, remedy);
    }
  }

  /** It did not; the facts learned before the fault are kept. */
  record Failed(Fault fault, List<Observation> observations, List<Concern> concerns)
      implements Outcome {
    public Failed {
      Objects.requireNonNull(fault);
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
    }
  }
}
