package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.StaticUtils;
import dev.rollcall.probe.answer.StandInMark;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory server's description of itself (RFC 4512 §5.1; for Active Directory MS-ADTS
 * §3.1.1.3.2).
 */
record RootDse(List<Attribute> attributes) {
  private static final int MOST_VALUES = 50;
  private static final String VENDOR = "vendorName";
  private static final String CONTEXTS = "namingContexts";
  private static final String CAPABILITIES = "supportedCapabilities";

  /** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS §3.1.1.3.4.3). */
  private static final String ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800";

  /** LDAP_CAP_ACTIVE_DIRECTORY_ADAM_OID: AD LDS, a directory without a domain. */
  private static final String LIGHTWEIGHT = "1.2.840.113556.1.4.1851";

  /** The attributes to read. */
  static final String[] NAMES = {
    "defaultNamingContext",
    "namingContexts",
    "dnsHostName",
    "currentTime",
    "supportedLDAPVersion",
    "domainFunctionality",
    "forestFunctionality",
    "isSynchronized",
    CAPABILITIES,
    VENDOR,
    "vendorVersion"
  };

  RootDse {
    attributes = List.copyOf(attributes);
  }

  RootDse(SearchResultEntryProtocolOp entry) {
    this(kept(entry.getAttributes()));
  }

  RootDse(LdapEntry entry) {
    this(kept(entry.attributes()));
  }

  /** Whether a result of the search says that the rootDSE is missing, or not for this reader. */
  static boolean hiddenBy(int code) {
    return switch (code) {
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE,
          ResultCode.OPERATIONS_ERROR_INT_VALUE,
          ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INVALID_CREDENTIALS_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
          ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE ->
          true;
      default -> false;
    };
  }

  /** Keeps only the requested attributes of a server's entry, and a limited number of values. */
  private static List<Attribute> kept(List<Attribute> attributes) {
    return attributes.stream()
        .filter(found -> Arrays.stream(NAMES).anyMatch(found.getName()::equalsIgnoreCase))
        .map(
            found ->
                found.size() <= MOST_VALUES
                    ? found
                    : new Attribute(found.getName(), Arrays.copyOf(found.getValues(), MOST_VALUES)))
        .toList();
  }

  /** The search request; every attribute by name, as most are operational. */
  static SearchRequestProtocolOp question(int seconds) {
    return new SearchRequestProtocolOp(
        "",
        SearchScope.BASE,
        DereferencePolicy.NEVER,
        1,
        seconds,
        false,
        Filter.createPresenceFilter("objectClass"),
        List.of(NAMES));
  }

  /**
   * A stand-in's rootDSE: it has the domains of its rules, or if none names one the domain of its
   * host.
   */
  static RootDse ofStandIn(String host, List<LdapsSettings> rules) {
    List<String> contexts =
        rules.stream()
            .flatMap(rule -> rule.domain().stream())
            .map(RootDse::context)
            .distinct()
            .toList();
    if (contexts.isEmpty()) {
      contexts = List.of(context(host.substring(host.indexOf('.') + 1)));
    }
    return new RootDse(
        List.of(
            new Attribute("objectClass", "top"),
            new Attribute("namingContexts", contexts),
            new Attribute("supportedLDAPVersion", "3"),
            new Attribute(
                "currentTime", StaticUtils.encodeGeneralizedTime(System.currentTimeMillis())),
            new Attribute("dnsHostName", host),
            new Attribute(VENDOR, StandInMark.TEXT)));
  }

  /** The naming context of a domain (RFC 2247). */
  static String context(String domain) {
    return Arrays.stream(domain.toLowerCase(Locale.ROOT).split("\\."))
        .map(label -> new RDN("dc", label).toString())
        .collect(Collectors.joining(","));
  }

  /** The entry with the requested attributes (RFC 4511 §4.5.1.8) and always the stand-in's mark. */
  SearchResultEntryProtocolOp answer(List<String> wanted) {
    boolean all = wanted.isEmpty() || wanted.contains("*") || wanted.contains("+");
    return new SearchResultEntryProtocolOp(
        "",
        attributes.stream()
            .filter(
                attribute ->
                    all
                        || attribute.getName().equals(VENDOR)
                        || wanted.stream().anyMatch(attribute.getName()::equalsIgnoreCase))
            .toList());
  }

  /** Whether a stand-in answers. */
  boolean bearsMark() {
    return values(VENDOR).stream().anyMatch(StandInMark::in);
  }

  /** The values of an attribute, at most 50 of them. */
  List<String> values(String name) {
    return attributes.stream()
        .filter(attribute -> attribute.getName().equalsIgnoreCase(name))
        .flatMap(attribute -> List.of(attribute.getValues()).stream())
        .limit(MOST_VALUES)
        .toList();
  }

  Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  /** The server's clock; empty if it is missing or invalid. */
  Optional<Instant> currentTime() {
    try {
      Optional<String> time = value("currentTime");
      return time.isPresent()
          ? Optional.of(StaticUtils.decodeGeneralizedTime(time.get()).toInstant())
          : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /**
   * The domains that it serves, as DNS names, the main one first: those of its naming contexts made
   * of {@code dc} (RFC 2247). A domain controller serves the one of its default naming context
   * only.
   */
  List<String> domains() {
    Optional<String> main = value("defaultNamingContext");
    Stream<String> others =
        main.isPresent() && activeDirectory() ? Stream.empty() : values(CONTEXTS).stream();
    return Stream.concat(main.stream(), others)
        .map(RootDse::domain)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** Whether it is Active Directory, or claims to be compatible. */
  boolean activeDirectory() {
    return values(CAPABILITIES).contains(ACTIVE_DIRECTORY);
  }

  /** Whether it is AD LDS. */
  boolean lightweight() {
    return values(CAPABILITIES).contains(LIGHTWEIGHT) && !activeDirectory();
  }

  /**
   * Where to search: the naming context of the account, or that of the domain, or the server's
   * default one, or the first. Never one of the server's own: its configuration, its monitor, its
   * log.
   *
   * @param account a distinguished name; empty if the account has none
   */
  Optional<String> context(Optional<String> domain, Optional<String> account) {
    Optional<String> main = value("defaultNamingContext");
    List<String> contexts =
        Stream.concat(main.stream(), values(CONTEXTS).stream()).filter(RootDse::isData).toList();
    Optional<String> holding =
        account.flatMap(name -> contexts.stream().filter(one -> holds(one, name)).findFirst());
    Optional<String> named =
        domain.flatMap(
            name -> contexts.stream().filter(one -> holds(one, context(name))).findFirst());
    return holding
        .or(() -> main.isPresent() && activeDirectory() ? main : named)
        .or(() -> contexts.stream().findFirst());
  }

  private static boolean isData(String context) {
    String first = context.strip().toLowerCase(Locale.ROOT);
    return !first.startsWith("cn=") && !first.equals("o=netscaperoot") && !first.isEmpty();
  }

  private static boolean holds(String context, String name) {
    try {
      return DN.isAncestorOf(context, name, true);
    } catch (LDAPException e) {
      return false;
    }
  }

  private static Optional<String> domain(String context) {
    StringJoiner labels = new StringJoiner(".");
    try {
      for (RDN rdn : new DN(context).getRDNs()) {
        if (rdn.isMultiValued() || !rdn.getAttributeNames()[0].equalsIgnoreCase("dc")) {
          return Optional.empty();
        }
        labels.add(rdn.getAttributeValues()[0].toLowerCase(Locale.ROOT));
      }
    } catch (LDAPException e) {
      return Optional.empty();
    }
    return labels.length() == 0 ? Optional.empty() : Optional.of(labels.toString());
  }
}
