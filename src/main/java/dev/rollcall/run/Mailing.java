package dev.rollcall.run;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Limits;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends a mail through the relay of the plan's mail rule, as its probe sends a test mail: the same
 * names, TLS, trust and login, and no login that a server has refused before.
 */
public final class Mailing {
  /** How long everything may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(15);

  /** Of one attempt; a relay may look at a mail for a while before it takes it. */
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  /** The most characters of a reason. */
  private static final int REASON = 500;

  private final Wiring wiring;
  private final Protocols protocols;
  private final Plan rule;
  private final Keyring keyring;

  /**
   * A way to send mails.
   *
   * @param rule the mail rule, of {@link #rule}
   * @param keyring its credentials; of this mail only, as each is used for one login
   */
  public Mailing(Wiring wiring, Protocols protocols, Plan rule, Keyring keyring) {
    this.wiring = wiring;
    this.protocols = protocols;
    this.rule = rule;
    this.keyring = keyring;
  }

  /**
   * The mail rule alone: the first whose protocol sends mails, and that is probed.
   *
   * @param whole every rule of the vantage
   * @throws IllegalArgumentException with a sentence for the user, if there is none, or if its
   *     relay asks for a login that the site file does not give
   */
  public static Plan rule(Plan whole, Protocols protocols) {
    List<PlannedRule> rules =
        whole.rules().stream()
            .filter(one -> !(one.rule().judging().expectation() instanceof Expectation.Blocked))
            .filter(
                one ->
                    protocols.named(one.rule().protocol()).filter(Protocol::sendsMail).isPresent())
            .toList();
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(
          "no rule of the vantage "
              + whole.vantage().word()
              + " names a mail relay; use a webhook, or a vantage that has one");
    }
    PlannedRule first =
        rules.stream().filter(one -> one.work() instanceof Work.Probe).findFirst().orElse(null);
    if (first == null) {
      throw new IllegalArgumentException(unprobed(rules.get(0)));
    }
    Work.Probe probe = (Work.Probe) first.work();
    if (probe.ask().logsInToMail() && probe.login().isEmpty()) {
      throw new IllegalArgumentException(
          "the relay of "
              + first.rule().id()
              + " asks for a login: set mail.user and mail.password in the site file, or mail.auth:"
              + " none (with --checks also add --allow-credentials)");
    }
    return whole.narrowed(first.rule().id()::equals);
  }

  private static String unprobed(PlannedRule rule) {
    String id = rule.rule().id();
    return rule.work() instanceof Work.NotConfigured missing
        ? "the mail relay of "
            + id
            + " is not known: fill in "
            + String.join(", ", missing.values())
            + " in the site file"
        : "the mail rule "
            + id
            + " is skipped, so its relay is not used; take it back in, or use a webhook";
  }

  /**
   * What became of a mail.
   *
   * @param taken whether the relay has taken it, for one recipient at least
   * @param problem why not all recipients get it, in words for the user
   */
  public record Sent(boolean taken, Optional<String> problem) {}

  /**
   * Sends.
   *
   * @throws IOException if the trusted certificates cannot be loaded
   */
  public Sent send(MailRequest.Letter letter) throws IOException, InterruptedException {
    MailRequest mail = new MailRequest(letter);
    Limits limits = Limits.usual(ATTEMPT, Optional.of(DEADLINE));
    Engine engine = wiring.posting(limits, keyring, mail);
    Run run = new RunExecutor(protocols, false, 0).call(rule, Run.Files.NONE, engine);
    if (mail.delivered().isPresent()) {
      List<String> refused = mail.delivered().get();
      return new Sent(
          true,
          Optional.of("sent, but " + Printable.line(String.join("; ", refused), REASON))
              .filter(any -> !refused.isEmpty()));
    }
    if (engine.interrupted()) {
      return unsent("no end within " + DEADLINE.toSeconds() + " s");
    }
    return unsent(why(run));
  }

  private static Sent unsent(String why) {
    return new Sent(false, Optional.of("not sent: " + Printable.line(why, REASON)));
  }

  private static String why(Run run) {
    RuleResult result = run.results().get(0);
    String summary = result.verdict().summary();
    if (result.verdict().status().works()) {
      return "the relay was reached, and no mail was accepted: " + summary;
    }
    return result
        .verdict()
        .cause()
        .map(Fault::evidence)
        .filter(evidence -> !summary.contains(evidence))
        .map(evidence -> summary + ": " + evidence)
        .orElse(summary);
  }
}
