package dev.rollcall.cli.option;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.notify.Channel;
import dev.rollcall.cli.notify.MailChannel;
import dev.rollcall.cli.notify.Notifier;
import dev.rollcall.cli.notify.Webhook;
import dev.rollcall.cli.notify.WebhookUrl;
import dev.rollcall.cli.notify.Where;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.report.notice.WebhookForm;
import dev.rollcall.run.Mailing;
import dev.rollcall.run.secret.Credentials;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options for notifications of a run, and for a mail that only tests the path. */
public final class NotifyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--notify",
      paramLabel = "WHERE",
      converter = ToWhere.class,
      description =
          "Send a message about the run: mailto:ADDRESS[,ADDRESS] by the mail rule's relay, or a"
              + " webhook: json=PLACE, teams=PLACE or slack=PLACE. Its URL is a secret; PLACE is"
              + " where it is: "
              + SecretPlace.FORMS
              + " (a file has mode 600). Only a json URL that holds no secret may stand here:"
              + " json=https://HOST/PATH. Each run is reported; with --drift only a new change that"
              + " needs a look, or its end. A mail has 15 s, a webhook 10 s; what is not sent is a"
              + " line on standard error, and exit 74 (may be repeated).")
  private List<Where> wheres = new ArrayList<>();

  @Option(
      names = "--notify-from",
      paramLabel = "ADDRESS",
      converter = Mailbox.class,
      description =
          "The sender of --notify's mail; default: the relay's login if it is an address, else the"
              + " first recipient.")
  private @Nullable String sender;

  @Option(
      names = "--send-mail-to",
      paramLabel = "ADDRESS",
      converter = Mailbox.class,
      description =
          "Send one test mail to this address, through the mail rule's relay; default: none.")
  private @Nullable String recipient;

  private Duration deadline = Webhook.DEADLINE;

  private @Nullable Notifier notifier;

  /** Reads one. */
  static final class ToWhere implements ITypeConverter<Where> {
    @Override
    public Where convert(String text) {
      try {
        return Where.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Makes the way to send mails, if one is to be sent. */
  @FunctionalInterface
  public interface Relay {
    /**
     * The way.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is none
     */
    Mailing mailing() throws ComplaintException;
  }

  /**
   * Refuses a test mail that no rule of the plan would send.
   *
   * @throws ParameterException that names the rule which sends it
   */
  public void validate(Plan plan, Catalogue catalogue) {
    boolean sends =
        plan.rules().stream()
            .anyMatch(
                one ->
                    one.work() instanceof Work.Probe probe && probe.ask().protocol().sendsMail());
    List<String> rules =
        catalogue.rules().stream()
            .filter(rule -> rule.probing().ask().protocol().sendsMail())
            .map(RuleTemplate::id)
            .toList();
    refuse(
        recipient != null && !sends,
        "--send-mail-to needs "
            + (rules.isEmpty()
                ? "a rule that sends mail, and the catalogue has none"
                : "the rule " + String.join(" or ", rules) + ", which this run does not probe"));
  }

  /**
   * Fetches the URLs, and finds the relay.
   *
   * @param monitored whether a monitoring system reads standard output
   * @param trust what the site trusts
   * @param proxy the site's proxy, if this host uses it
   * @throws ParameterException if one of them cannot be used
   * @throws ComplaintException if a secret of the mail rule is missing
   */
  public void prepare(
      Map<String, String> environment,
      boolean monitored,
      Optional<Site.Trust> trust,
      Optional<Site.ProxySetting> proxy,
      Relay relay)
      throws ComplaintException {
    boolean mails = wheres.stream().anyMatch(Where.Mail.class::isInstance);
    refuse(sender != null && !mails, "--notify-from needs --notify mailto:ADDRESS");
    if (wheres.isEmpty()) {
      return;
    }
    refuse(
        monitored,
        "--notify cannot be combined with nagios=-: a plugin must end in time; notify from another"
            + " run");
    List<Path> authorities = trust.map(Site.Trust::internal).orElse(List.of());
    List<Channel> channels = new ArrayList<>();
    Set<String> addresses = new LinkedHashSet<>();
    for (Where where : wheres) {
      if (where instanceof Where.Mail mail) {
        addresses.addAll(mail.addresses());
      } else if (where instanceof Where.Open open) {
        channels.add(webhook(open.form(), open.url(), authorities, proxy));
      } else if (where instanceof Where.Hidden hidden) {
        channels.add(webhook(hidden.form(), url(hidden, environment), authorities, proxy));
      }
    }
    if (mails) {
      // One mail, as its login is made once.
      channels.add(
          new MailChannel(mailing(relay), Optional.ofNullable(sender), List.copyOf(addresses)));
    }
    notifier = new Notifier(channels);
  }

  /** The test mail, if one is requested. */
  public Optional<MailRequest> testMail() {
    return Optional.ofNullable(recipient).map(MailRequest::test);
  }

  /** Gives webhooks another time than {@link Webhook#DEADLINE}. */
  public void within(Duration time) {
    deadline = time;
  }

  private Mailing mailing(Relay relay) throws ComplaintException {
    try {
      return relay.mailing();
    } catch (IllegalArgumentException e) {
      throw wrong("--notify mailto: " + e.getMessage());
    }
  }

  private WebhookUrl url(Where.Hidden hidden, Map<String, String> environment) {
    String option = "--notify " + hidden.form().word() + ": ";
    try {
      char[] url = new Credentials(environment).fetch(hidden.place(), "the webhook's URL").reveal();
      return WebhookUrl.of(String.valueOf(url));
    } catch (IOException e) {
      throw wrong(option + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrong(option + place(hidden.place()) + ": " + e.getMessage());
    }
  }

  private static String place(SecretReference reference) {
    if (reference instanceof SecretReference.Environment variable) {
      return "the variable " + variable.name();
    }
    return reference instanceof SecretReference.Credential credential
        ? "the credential " + credential.name()
        : String.valueOf(((SecretReference.File) reference).path());
  }

  private Webhook webhook(
      WebhookForm form, WebhookUrl url, List<Path> authorities, Optional<Site.ProxySetting> proxy) {
    Optional<Site.ProxySetting> way =
        proxy.filter(one -> !url.isHere() && !one.excepts(url.host()));
    boolean unable = way.filter(one -> one.tls() || one.user().isPresent()).isPresent();
    refuse(
        unable,
        "--notify "
            + form.word()
            + ": webhooks do not go through a proxy that needs TLS or a login, as the site's does;"
            + " if "
            + url.host()
            + " is reached without it, name it under proxy.except");
    return new Webhook(
        form,
        url,
        authorities,
        way.map(
            one ->
                InetSocketAddress.createUnresolved(
                    one.target().host(), one.target().port().number())),
        deadline);
  }

  /** Ends what is under way, and begins nothing more. May be called from any thread. */
  public void cancel() {
    if (notifier != null) {
      notifier.cancel();
    }
  }

  /**
   * Sends the notifications of a finished run, if they are asked for and due.
   *
   * @param newsOnly whether only new changes are reported
   * @param failures gets what went wrong
   * @return whether at least one recipient has it; empty if there was no recipient or nothing new
   */
  public Optional<Boolean> send(Notice notice, boolean newsOnly, Failures failures, PrintStream err)
      throws InterruptedException {
    try {
      return notifier == null || !notice.due(newsOnly)
          ? Optional.empty()
          : Optional.of(notifier.send(notice, failures, err));
    } catch (RuntimeException | Error e) {
      failures.defect("notifying", e);
      return Optional.of(false);
    }
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw wrong(sentence);
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
