package dev.rollcall.cli.option;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.cli.otlp.Headers;
import dev.rollcall.cli.otlp.OtlpSender;
import dev.rollcall.cli.otlp.Receiver;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.model.Run;
import dev.rollcall.run.secret.Credentials;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options for sending a run to an OpenTelemetry collector. */
public final class OtlpOptions {
  /** OpenTelemetry's own variable for them. */
  private static final SecretReference.Environment USUAL =
      new SecretReference.Environment("OTEL_EXPORTER_OTLP_HEADERS");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--otlp",
      paramLabel = "[KIND=]URL",
      converter = ToReceiver.class,
      description =
          "When the reports are written, send the metrics and a log record for each rule to an"
              + " OpenTelemetry collector, by OTLP over HTTP, such as to http://localhost:4318;"
              + " metrics=URL or logs=URL sends only that kind (may be repeated). Each URL has 5 s."
              + " What does not arrive is reported on standard error; the exit code stays the"
              + " same.")
  private List<Receiver> receivers = new ArrayList<>();

  @Option(
      names = "--otlp-headers",
      paramLabel = "PLACE",
      converter = References.class,
      description =
          "Where to read the headers that the collector asks for (name=value,name=value): "
              + SecretPlace.FORMS
              + "; default: env:OTEL_EXPORTER_OTLP_HEADERS, if it is set.")
  private @Nullable SecretReference reference;

  private Duration deadline = OtlpSender.DEADLINE;

  private List<OtlpSender> senders = List.of();

  /** Reads the URL. */
  static final class ToReceiver implements ITypeConverter<Receiver> {
    @Override
    public Receiver convert(String text) {
      try {
        return Receiver.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Reads where a secret is; the secret itself is refused, as every user can read a command line.
   */
  static final class References implements ITypeConverter<SecretReference> {
    @Override
    public SecretReference convert(String text) {
      return SecretPlace.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "write it as " + SecretPlace.FORMS + ", and the headers there"));
    }
  }

  /**
   * Reads the headers.
   *
   * @param monitored whether a monitoring system reads standard output
   * @param trust what the site trusts
   * @throws ParameterException if the headers cannot be read, are none, or would go in clear
   */
  public void prepare(
      Map<String, String> environment, boolean monitored, Optional<Site.Trust> trust) {
    if (receivers.isEmpty()) {
      refuse(reference != null, "--otlp-headers needs --otlp");
      return;
    }
    refuse(
        monitored,
        "--otlp cannot be combined with nagios=-: a plugin must end in time; send from another"
            + " run");
    Headers headers = headers(environment);
    List<Path> authorities = trust.map(Site.Trust::internal).orElse(List.of());
    senders =
        receivers.stream()
            .map(receiver -> new OtlpSender(receiver, headers, authorities, deadline))
            .toList();
  }

  /** Gives everything another time than {@link OtlpSender#DEADLINE}. */
  public void within(Duration time) {
    deadline = time;
  }

  /** Sends a finished run, if that is asked for; says what went wrong. */
  public void send(Run run, PrintStream err) throws InterruptedException {
    Failures unsent = new Failures();
    for (OtlpSender sender : senders) {
      try {
        sender.send(run).ifPresent(unsent::add);
      } catch (RuntimeException | Error e) {
        unsent.defect("sending the run to the collector", e);
      }
    }
    unsent.print(err);
  }

  private Headers headers(Map<String, String> environment) {
    if (reference == null && environment.getOrDefault(USUAL.name(), "").isEmpty()) {
      return Headers.NONE;
    }
    String where = reference == null ? "the variable " + USUAL.name() : "--otlp-headers";
    refuse(
        !receivers.stream().allMatch(Receiver::maySeeSecrets),
        "--otlp: the headers of "
            + where
            + " are secrets, which need https:// or a collector on"
            + " this host");
    try {
      return Headers.of(
          new Credentials(environment).fetch(reference == null ? USUAL : reference, "the headers"));
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), where + ": " + e.getMessage());
    }
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
