package dev.rollcall.engine.names;

import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.text.PeerText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads answers of name servers, which may be hostile. */
final class Answers {
  /** The most records, and the most aliases, of one answer that are kept. */
  static final int RECORDS = 32;

  /** RFC 8914 §4.16 to §4.18. */
  private static final Set<Integer> FILTERS =
      Set.of(
          ExtendedErrorCodeOption.BLOCKED,
          ExtendedErrorCodeOption.CENSORED,
          ExtendedErrorCodeOption.FILTERED);

  /** By priority, then by weight, the heaviest first (RFC 2782), then by the record's bytes. */
  private static final Comparator<Record> PREFERRED =
      Comparator.comparingInt(Answers::priority)
          .thenComparing(Comparator.comparingInt(Answers::weight).reversed())
          .thenComparing(Comparator.naturalOrder());

  private Answers() {}

  /**
   * What it says of the name asked for. The records of an answer have no order (RFC 1034 §3.6), and
   * records of other names may stand among them.
   */
  static ServerAnswer read(String server, Message answer, Name asked, int type) {
    List<Record> section = answer.getSection(Section.ANSWER);
    List<CNAMERecord> chain = chain(section, asked);
    Name end = chain.isEmpty() ? asked : chain.get(chain.size() - 1).getTarget();
    List<Record> found =
        section.stream()
            .filter(record -> record.getType() == type && record.getName().equals(end))
            .toList();
    long ttl =
        Stream.concat(chain.stream(), found.stream()).mapToLong(Record::getTTL).min().orElse(0);
    return new ServerAnswer(
        server,
        status(answer, found.isEmpty(), !chain.isEmpty()),
        bounded(chain.stream().map(alias -> text(alias.getTarget())).toList()),
        records(found),
        Duration.ofSeconds(ttl));
  }

  /** The aliases from the name asked for, each followed once: they may lead in a circle. */
  private static List<CNAMERecord> chain(List<Record> section, Name asked) {
    Map<Name, CNAMERecord> aliases = new HashMap<>();
    for (Record record : section) {
      if (record instanceof CNAMERecord alias) {
        aliases.putIfAbsent(alias.getName(), alias);
      }
    }
    List<CNAMERecord> chain = new ArrayList<>();
    CNAMERecord next = aliases.remove(asked);
    while (next != null) {
      chain.add(next);
      next = aliases.remove(next.getTarget());
    }
    return chain;
  }

  /**
   * As the server orders them. If they are too many, the same ones are kept whatever the server's
   * order, which changes from answer to answer; of services, those that clients prefer.
   */
  private static List<String> records(List<Record> found) {
    List<Record> kept = found.size() <= RECORDS ? found : found.stream().sorted(PREFERRED).toList();
    return bounded(kept.stream().map(Answers::text).toList());
  }

  private static Status status(Message answer, boolean empty, boolean alias) {
    return switch (answer.getRcode()) {
      case Rcode.NOERROR ->
          !empty
              ? Status.ANSWERED
              : isUnfinished(answer, alias) ? Status.NO_RECURSION : Status.NO_DATA;
      case Rcode.NXDOMAIN -> Status.NXDOMAIN;
      case Rcode.SERVFAIL -> Status.SERVFAIL;
      case Rcode.REFUSED -> Status.REFUSED;
      default -> Status.BROKEN;
    };
  }

  /**
   * Whether an answer without the record is a referral (RFC 2308 §2.2: name servers of the zone,
   * and no SOA), or an alias that was not followed to its end, from a server that does not recurse
   * (RA).
   */
  private static boolean isUnfinished(Message answer, boolean alias) {
    boolean refers = !answer.getHeader().getFlag(Flags.AA) && isNear(answer, Type.NS);
    return !answer.getHeader().getFlag(Flags.RA) && !isNear(answer, Type.SOA) && (refers || alias);
  }

  /** Whether it says that a filter blocks the name: the server's own, its owner's, or a law's. */
  static boolean isFiltered(Message answer) {
    return answer.getRcode() != Rcode.SERVFAIL
        && answer.getOPT() != null
        && answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
            .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
            .anyMatch(FILTERS::contains);
  }

  private static boolean isNear(Message answer, int type) {
    return answer.getSection(Section.AUTHORITY).stream()
        .anyMatch(record -> record.getType() == type);
  }

  /** Says how many were left out. */
  private static List<String> bounded(List<String> all) {
    return all.size() <= RECORDS
        ? all
        : Stream.concat(
                all.stream().limit(RECORDS), Stream.of("and " + (all.size() - RECORDS) + " more"))
            .toList();
  }

  private static int priority(Record record) {
    return record instanceof SRVRecord srv ? srv.getPriority() : 0;
  }

  private static int weight(Record record) {
    return record instanceof SRVRecord srv ? srv.getWeight() : 0;
  }

  private static String text(Record record) {
    if (record instanceof ARecord a) {
      return a.getAddress().getHostAddress();
    }
    if (record instanceof AAAARecord aaaa) {
      return aaaa.getAddress().getHostAddress();
    }
    if (record instanceof SRVRecord srv) {
      return srv.getPriority()
          + " "
          + srv.getWeight()
          + " "
          + srv.getPort()
          + " "
          + text(srv.getTarget());
    }
    return PeerText.safe(record.rdataToString());
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "." : PeerText.safe(name.toString(true));
  }

  /** The addresses of an answer. Their texts are literals, so that nothing is looked up. */
  static List<InetAddress> addresses(ServerAnswer answer) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : answer.records()) {
      byte[] bytes = Address.toByteArray(text, Address.IPv4);
      bytes = bytes == null ? Address.toByteArray(text, Address.IPv6) : bytes;
      if (bytes != null) {
        try {
          addresses.add(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return addresses;
  }

  /** Combines the answers for IPv4 and for IPv6. */
  static ServerAnswer together(ServerAnswer four, ServerAnswer six) {
    List<ServerAnswer> both = List.of(four, six);
    List<String> records = both.stream().flatMap(answer -> answer.records().stream()).toList();
    return new ServerAnswer(
        four.server(),
        both.stream()
            .map(ServerAnswer::status)
            .min(Comparator.comparingInt(Answers::rank))
            .orElseThrow(),
        four.canonical().size() >= six.canonical().size() ? four.canonical() : six.canonical(),
        records,
        both.stream()
            .filter(answer -> !answer.records().isEmpty())
            .map(ServerAnswer::ttl)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO));
  }

  /**
   * Which of two answers counts for the name: first one that is cut short, as the name has more
   * addresses than are known; then an address, then "no such name", which holds for every type; "no
   * such record" only if the other question was answered.
   */
  private static int rank(Status status) {
    return switch (status) {
      case TCP_BLOCKED -> 0;
      case TCP_FAILED -> 1;
      case ANSWERED -> 2;
      case FILTERED -> 3;
      case NXDOMAIN -> 4;
      case BOGUS -> 5;
      case SERVFAIL -> 6;
      case REFUSED -> 7;
      case NO_RECURSION -> 8;
      case BROKEN -> 9;
      case NOT_LISTENING -> 10;
      case REJECTED -> 11;
      case NOT_SENT -> 12;
      case SILENT -> 13;
      case NOT_ASKED -> 14;
      case NO_DATA -> 15;
    };
  }

  /** The hosts of a service from the first name server that has any. */
  static List<String> targets(List<ServerAnswer> answers) {
    return first(answers.stream(), Answers::targets);
  }

  static boolean haveNoTarget(List<ServerAnswer> answers) {
    return targets(answers).isEmpty();
  }

  /** What the first name server gave that gave any; an answer that is cut short too. */
  static <T> List<T> first(Stream<ServerAnswer> answers, Function<ServerAnswer, List<T>> what) {
    return answers
        .filter(Answers::isGiven)
        .map(what)
        .filter(given -> !given.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static boolean isGiven(ServerAnswer answer) {
    return switch (answer.status()) {
      case ANSWERED, TCP_BLOCKED, TCP_FAILED -> true;
      case NO_DATA,
          NXDOMAIN,
          FILTERED,
          SERVFAIL,
          BOGUS,
          REFUSED,
          NO_RECURSION,
          BROKEN,
          SILENT,
          NOT_LISTENING,
          REJECTED,
          NOT_SENT,
          NOT_ASKED ->
          false;
    };
  }

  /** The hosts of a service record, by priority (RFC 2782). */
  static List<String> targets(ServerAnswer answer) {
    return List.copyOf(
        answer.records().stream()
            .map(record -> record.split(" ", -1))
            // "." means that there is no such service (RFC 2782).
            .filter(parts -> parts.length == 4 && !parts[3].equals("."))
            .filter(parts -> parts[0].matches("[0-9]{1,5}"))
            .sorted(Comparator.comparingInt((String[] parts) -> Integer.parseInt(parts[0])))
            .map(parts -> parts[3].toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }
}
