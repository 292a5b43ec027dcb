package dev.rollcall.cli;

import dev.rollcall.cli.option.Addresses;
import dev.rollcall.cli.option.Amounts;
import dev.rollcall.cli.option.Counts;
import dev.rollcall.cli.option.Durations;
import dev.rollcall.cli.option.KeyFile;
import dev.rollcall.cli.option.Mailbox;
import dev.rollcall.cli.option.Rates;
import dev.rollcall.cli.option.Vantages;
import dev.rollcall.cli.otlp.Headers;
import dev.rollcall.cli.otlp.Receiver;
import dev.rollcall.cli.otlp.RetryAfter;
import dev.rollcall.cli.output.AnswerText;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.demo.NoSuchName;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.secret.Credentials;
import dev.rollcall.run.secret.PrivateFile;
import dev.rollcall.run.secret.PseudonymKey;
import dev.rollcall.verdict.witness.LogView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is read of the command line, and of the files that it names. */
public final class CommandFuzzTargets {
  private static final String LOG =
      """
      {"format": "rollcall.stand-in", "version": 1, "rollcall": "0.1.0", "host": "h",
       "startedAt": "2026-11-22T18:20:05Z", "took": 90.25,
       "posts": [{"address": "0.0.0.0", "port": "443/tcp", "protocol": "https", "rules": ["a"],
                  "health": "/health"}],
       "visits": [
         {"since": 1, "port": "443/tcp", "protocol": "https", "source": "10.1.2.3",
          "target": "10.1.2.4", "ended": "answered", "saw": [
            {"type": "fact", "name": "http.request", "text": "GET /health HTTP/1.1"},
            {"type": "fact", "name": "http.forwarded-for", "text": "10.9.9.9, 10.8.8.8"}]},
         {"since": 31, "port": "443/tcp", "protocol": "https", "source": "10.1.2.3",
          "target": "10.1.2.4", "saw": [], "ended": "answered"}],
       "unlogged": 0}
      """;

  private CommandFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("cli.values", CommandFuzzTargets::values)
            .seed("5s", "500ms", "12", "999999", "fd00::1", "client", "json=-", "a@b.test", "20/s")
            .tokens("=", "ms", "@", "::", "junit=")
            .mayThrow(TypeConversionException.class)
            .upTo(16 << 10)
            .covers(
                Durations.class,
                Counts.class,
                Rates.class,
                Mailbox.class,
                ReportOutputs.class,
                Addresses.class),
        FuzzTarget.of("cli.key-file", CommandFuzzTargets::keyFile)
            .seed("0123456789abcdef0123456789abcdef\n", "short")
            .mayThrow(TypeConversionException.class)
            .inputs(1000)
            .covers(KeyFile.class, PrivateFile.class, PseudonymKey.class),
        FuzzTarget.of("cli.password-file", CommandFuzzTargets::passwordFile)
            .seed("Tr0ub4dor&3\n", "two\nlines\n", "\u00e9\r\n")
            .inputs(1000)
            .covers(Credentials.class),
        FuzzTarget.of("cli.collector", CommandFuzzTargets::collector)
            .seed("https://[::1]:4318/otlp", "authorization=Bearer%20x,x-scope=1", "120")
            .tokens("http://", "@", "?", "%", ",", "=", "host=", "logs=", "999999999")
            .inputs(1000)
            .covers(Receiver.class, Headers.class, RetryAfter.class),
        FuzzTarget.of("cli.demo-names", input -> ScriptedCaller.answers(new NoSuchName(), input))
            .seed(new byte[] {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1})
            .inputs(1000)
            .covers(NoSuchName.class),
        FuzzTarget.of("cli.stand-in-summary", CommandFuzzTargets::summary)
            .seed(LOG)
            .tokens("\"since\": ", "9223372036854775807", "-1", "[]", "\"http.forwarded-for\"")
            .inputs(2000)
            .mayAllocate(64L << 20)
            .covers(AnswerText.class));
  }

  private static Object values(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.UTF_8);
    List<ITypeConverter<?>> converters =
        List.of(
            new Durations(),
            new Rates(),
            new Counts(),
            new Amounts(),
            new Mailbox(),
            new Addresses(),
            new Vantages(),
            new ReportOutputs.Converter());
    StringBuilder out = new StringBuilder();
    for (ITypeConverter<?> converter : converters) {
      try {
        out.append(converter.convert(text));
      } catch (TypeConversionException wrong) {
        out.append('-');
      }
    }
    return out;
  }

  private static Object keyFile(byte[] input) throws IOException {
    Path history = Scratch.file(PseudonymKey.NAME, input).getParent();
    try {
      PseudonymKey.of(history);
    } catch (IOException tooShort) {
      // As the next one says it.
    }
    return new KeyFile().convert(Scratch.file("shared.key", input).toString());
  }

  private static Object passwordFile(byte[] input) throws IOException {
    return Credentials.read(Scratch.file("password", input), "create it", "the password");
  }

  private static Object collector(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();
    try {
      out.append(Receiver.of(text).maySeeSecrets());
    } catch (IllegalArgumentException wrong) {
      out.append('-');
    }
    out.append(RetryAfter.read(text));
    if (!text.isEmpty()) {
      try {
        Headers.of(new Secret(text.toCharArray()));
        out.append('+');
      } catch (IllegalArgumentException wrong) {
        out.append('-');
      }
    }
    return out;
  }

  private static Object summary(byte[] input) throws IOException {
    return AnswerText.summary(
        new LogView(StandInDocument.read(new ByteArrayInputStream(input), "input"), Protocols.ALL));
  }
}
