package dev.rollcall.model;

import java.util.List;
import java.util.Objects;

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
   * The destination answered, but its answers do not decide the rule.
   *
   * @param why in a sentence, and what would decide
   */
  record Undecided(String why, List<Observation> observations, List<Concern> concerns)
      implements Outcome {
    public Undecided {
      Objects.requireNonNull(why);
      observations = List.copyOf(observations);
      concerns = List.copyOf(concerns);
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
