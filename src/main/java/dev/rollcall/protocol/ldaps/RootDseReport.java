package dev.rollcall.protocol.ldaps;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds the facts of a rootDSE to a session, and concerns about them. */
final class RootDseReport {
  private static final Duration SKEW_NOTICE = Duration.ofMinutes(2);

  /** Functional levels (MS-ADTS §6.1.4.4). */
  private static final Map<String, String> LEVELS =
      Map.of(
          "0", "Windows 2000",
          "2", "Windows Server 2003",
          "3", "Windows Server 2008",
          "4", "Windows Server 2008 R2",
          "5", "Windows Server 2012",
          "6", "Windows Server 2012 R2",
          "7", "Windows Server 2016",
          "10", "Windows Server 2025");

  private final Session session;
  private final LdapsSettings settings;
  private final Quotes quotes;
  private Optional<String> skew = Optional.empty();

  RootDseReport(Session session, LdapsSettings settings) {
    this.session = session;
    this.settings = settings;
    this.quotes = quotes(session, settings);
  }

  /** Makes the directory's text safe to quote; names from the site file may be quoted. */
  static Quotes quotes(Session session, LdapsSettings settings) {
    return session
        .quotes()
        .knowing(
            Stream.of(
                    settings.domain(),
                    settings.domain().map(RootDse::context),
                    settings.base(),
                    settings.service())
                .flatMap(Optional::stream)
                .toArray(String[]::new));
  }

  /**
   * Observes the facts and the clock.
   *
   * @param askedAt this host's wall clock when the request was sent
   * @param roundTrip monotonic, until the entry came
   */
  void tell(RootDse rootDse, Instant askedAt, Duration roundTrip) {
    fact("ldap.default-naming-context", rootDse.values("defaultNamingContext"));
    fact("ldap.naming-contexts", rootDse.values("namingContexts").stream().sorted().toList());
    fact("ldap.dns-host-name", rootDse.values("dnsHostName"));
    fact("ldap.versions", rootDse.values("supportedLDAPVersion").stream().sorted().toList());
    levels("ldap.domain-level", rootDse.values("domainFunctionality"));
    levels("ldap.forest-level", rootDse.values("forestFunctionality"));
    fact("ldap.synchronized", rootDse.values("isSynchronized"));
    fact("ldap.vendor", rootDse.values("vendorName"));
    fact("ldap.vendor-version", rootDse.values("vendorVersion"));
    boolean standIn = rootDse.bearsMark();
    if (standIn) {
      session.standIn().seen("vendorName in the rootDSE");
    }
    rootDse.currentTime().ifPresent(time -> clock(time, standIn, askedAt, roundTrip));
    if (!standIn) {
      contents(rootDse);
    }
  }

  private void contents(RootDse rootDse) {
    if (!rootDse.attributes().isEmpty() && rootDse.values("namingContexts").isEmpty()) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION, "the rootDSE names no naming context to anonymous");
    }
  }

  /**
   * Fails unless the product can use the server. Call it after {@link #tell}.
   *
   * @throws ProbeException UNEXPECTED for another directory than the rule's, for one that has not
   *     replicated, and for a clock beyond Kerberos's limit
   */
  void judge(RootDse rootDse) throws ProbeException {
    if (rootDse.bearsMark() || rootDse.attributes().isEmpty()) {
      return;
    }
    boolean required = settings.controller() == LdapsSettings.Controller.REQUIRED;
    if (required && !rootDse.activeDirectory()) {
      throw wrong(
          "the server is "
              + (rootDse.lightweight() ? "AD LDS" : "another directory")
              + vendor(rootDse)
              + " and not a domain controller of Active Directory, which is needed here");
    }
    List<String> domains = rootDse.domains();
    String wanted =
        settings
            .domain()
            .or(() -> settings.realm().filter(name -> rootDse.activeDirectory()))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (!wanted.isEmpty() && !domains.isEmpty() && !domains.contains(wanted)) {
      throw wrong(
          "the directory serves the domain "
              + quotes.names(domains)
              + ", the site file says "
              + wanted);
    }
    if (rootDse.values("isSynchronized").contains("FALSE")) {
      throw ProbeException.unexpected(
          "the domain controller says that it has not replicated yet (isSynchronized FALSE): it may"
              + " lack accounts and passwords");
    }
    if (skew.isPresent() && (required || rootDse.activeDirectory())) {
      throw ProbeException.of(FaultKind.UNEXPECTED, skew.get(), Clue.CLOCK_SKEW);
    }
  }

  private String vendor(RootDse rootDse) {
    return rootDse.value("vendorName").map(name -> " (" + quotes.name(name) + ")").orElse("");
  }

  private static ProbeException wrong(String evidence) {
    return ProbeException.of(FaultKind.UNEXPECTED, evidence, Clue.WRONG_SITE_VALUE);
  }

  /** The stamp has a resolution of a second. */
  private void clock(Instant time, boolean standIn, Instant askedAt, Duration roundTrip) {
    Duration uncertainty = roundTrip.dividedBy(2).plusSeconds(1);
    Optional<Observation.Clock> clock =
        PeerClock.observe(session, "ldap", time, askedAt.plus(roundTrip.dividedBy(2)), uncertainty);
    // A stand-in's clock is not the directory server's.
    if (standIn) {
      return;
    }
    if (clock.isEmpty()) {
      skewed(
          "the directory server's clock says "
              + PeerClock.outOfRange(time)
              + PeerClock.BEYOND_KERBEROS_LIMIT,
          true);
    } else {
      compare(clock.get().offset(), uncertainty);
    }
  }

  private void compare(Duration offset, Duration uncertainty) {
    Duration certain = offset.abs().minus(uncertainty);
    boolean beyond = certain.compareTo(PeerClock.KERBEROS_LIMIT) > 0;
    if (certain.compareTo(SKEW_NOTICE) > 0) {
      skewed(
          "the directory server's clock is "
              + offset.abs().toSeconds()
              + " s "
              + (offset.isNegative() ? "behind" : "ahead of")
              + " this host's"
              + (beyond ? PeerClock.BEYOND_KERBEROS_LIMIT : ""),
          beyond);
    }
  }

  /** A warning for any directory; beyond the limit a domain controller fails. */
  private void skewed(String text, boolean beyond) {
    session.concern(Concern.Kind.CLOCK, text);
    skew = beyond ? Optional.of(text) : skew;
  }

  private void fact(String name, List<String> values) {
    if (!values.isEmpty()) {
      session.observe(name, quotes.names(values));
    }
  }

  private void levels(String name, List<String> values) {
    if (!values.isEmpty()) {
      session.observe(
          name,
          values.stream()
              .map(
                  level ->
                      LEVELS.containsKey(level)
                          ? level + " (" + LEVELS.get(level) + ")"
                          : quotes.name(level))
              .collect(Collectors.joining(", ")));
    }
  }
}
