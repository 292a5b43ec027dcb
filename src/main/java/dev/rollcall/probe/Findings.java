package dev.rollcall.probe;

import dev.rollcall.model.Concern;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Observation;
import dev.rollcall.probe.budget.MemoryBudget;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a session has learned: bounded in number and size, and made safe to be shown. */
public final class Findings {
  /** What an observation takes in memory beside its text, in bytes. */
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
  private Optional<String> undecided = Optional.empty();

  /**
   * @param memory what may be kept in memory
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

  /** Says that the destination answered, and that its answers do not decide the rule. */
  public void undecided(String why) {
    undecided = Optional.of(PeerText.safe(quotes.sentence(why), 1000));
  }

  public Optional<String> undecided() {
    return undecided;
  }

  /** Asks the engine for a further attempt. */
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
