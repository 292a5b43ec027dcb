package dev.rollcall.probe;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.probe.budget.MemoryBudget;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a session has observed: limited in number and size, and made safe to show. */
public final class Findings {
  /** The memory for an observation beside its text, in bytes. */
  private static final int OVERHEAD = 100;

  private static final int MOST_CONCERNS = 100;
  private static final int MOST_FOLLOW_UPS = 100;

  private static final Observation NOT_KEPT =
      new Observation.Note("more was learned than there was memory for");

  private final MemoryBudget.Lease memory;
  private final Quotes quotes;
  private final List<Observation> observations = new ArrayList<>();
  private final List<Concern> concerns = new ArrayList<>();
  private final List<FollowUp> followUps = new ArrayList<>();
  private Optional<Outcome.Gap> undecided = Optional.empty();

  /**
   * @param memory the limit for observations
   * @param quotes keeps secrets out of every sentence
   */
  Findings(MemoryBudget.Lease memory, Quotes quotes) {
    this.memory = memory;
    this.quotes = quotes;
  }

  /** {@link Session#observe(Observation)}. */
  void observe(Observation observation) {
    Observation kept = fitting(observation);
    if (!observations.contains(kept)) {
      observations.add(kept);
    }
  }

  private Observation fitting(Observation observation) {
    return observations.contains(observation)
            || memory.keep(OVERHEAD + observation.toString().length())
        ? observation
        : observation instanceof Observation.Tls tls ? Certificates.brief(tls) : NOT_KEPT;
  }

  /** {@link Session#observe(String, String)}. */
  void observe(String name, String text) {
    observe(new Observation.Fact(name, PeerText.safe(quotes.sentence(text))));
  }

  /** {@link Session#concern}. */
  void concern(Concern.Kind kind, String text) {
    Concern concern = new Concern(kind, quotes.sentence(text));
    if (!concerns.contains(concern) && concerns.size() < MOST_CONCERNS) {
      concerns.add(concern);
    }
  }

  /** Records that the destination answered, but its answers do not decide the rule. */
  public void undecided(Outcome.Gap gap) {
    undecided = Optional.of(new Outcome.Gap(shown(gap.why()), gap.remedy().map(this::shown)));
  }

  private String shown(String sentence) {
    return PeerText.safe(quotes.sentence(sentence), 1000);
  }

  public Optional<Outcome.Gap> undecided() {
    return undecided;
  }

  /** Requests a further attempt from the engine. */
  public void followUp(FollowUp followUp) {
    if (followUps.size() < MOST_FOLLOW_UPS) {
      followUps.add(followUp);
    }
  }

  public List<Observation> observations() {
    return List.copyOf(observations);
  }

  public List<Concern> concerns() {
    return List.copyOf(concerns);
  }

  public List<FollowUp> followUps() {
    return List.copyOf(followUps);
  }
}
