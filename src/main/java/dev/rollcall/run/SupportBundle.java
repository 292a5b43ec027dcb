package dev.rollcall.run;

import dev.rollcall.bundle.Bundle;
import dev.rollcall.bundle.BundleContents;
import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.catalogue.SiteCopy;
import dev.rollcall.document.Stored;
import dev.rollcall.history.Drifts;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Archive;
import dev.rollcall.model.StandInLog;
import dev.rollcall.run.host.HostFactsReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what the vendor's support needs of a history and of this host. */
public final class SupportBundle {
  private final Map<String, String> environment;
  private final Protocols protocols;

  /**
   * @param environment with the proxy's variables
   */
  public SupportBundle(Map<String, String> environment, Protocols protocols) {
    this.environment = Map.copyOf(environment);
    this.protocols = protocols;
  }

  /**
   * Makes the bundle of a series' last run.
   *
   * @param site the site file, if one is named
   * @param logs what stand-ins saw
   * @param key of the pseudonyms; empty for the real names
   * @throws IOException with a sentence for the user
   */
  public Bundle of(
      Archive archive,
      Series series,
      Optional<SiteCopy> site,
      List<StandInLog> logs,
      Optional<byte[]> key)
      throws IOException {
    Drifts.Latest latest =
        Drifts.past(archive, series)
            .orElseThrow(() -> new IOException("the history has no run of this vantage"));
    if (!(archive.document(latest.run()).orElse(null) instanceof Stored.OfRun stored)) {
      throw new IOException(
          "the history has no document of its last run " + latest.run() + ": run check again");
    }
    BundleContents plain =
        new BundleContents(
            stored.run(),
            latest.past(),
            site.map(copy -> copy.text((content, text) -> text)),
            HostFactsReader.read(Version.number(), environment),
            logs,
            false);
    if (key.isEmpty()) {
      return Bundle.of(plain);
    }
    Redaction redaction = new Redaction(key.get(), protocols.plainFacts());
    site.ifPresent(copy -> learn(copy, redaction));
    return Bundle.of(
        plain.redacted(redaction, any -> site.map(copy -> redacted(copy, redaction)).orElse("")));
  }

  private static void learn(SiteCopy copy, Redaction redaction) {
    copy.text(
        (content, text) -> {
          if (content == SiteCopy.Content.NAME) {
            redaction.learnName(text);
          }
          return text;
        });
  }

  private static String redacted(SiteCopy copy, Redaction redaction) {
    return copy.text(
        (content, text) ->
            switch (content) {
              case FIXED -> text;
              case SENTENCE -> redaction.sentence(text);
              case NAME -> redaction.name(text);
            });
  }
}
