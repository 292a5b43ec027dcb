package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Searches with the account's rights, one after the other on one connection, limited in entries,
 * messages and time. Records references, and does not follow them.
 */
final class Searches {
  private static final int FIRST = 5;
  private static final int MOST_MESSAGES = 200;
  private static final int MOST_REFERENCES = 50;

  private final LdapMessages messages;
  private final Deadline deadline;
  private final Quotes quotes;
  private final Set<String> references = new TreeSet<>();
  private int id = FIRST;

  Searches(LdapMessages messages, Deadline deadline, Quotes quotes) {
    this.messages = messages;
    this.deadline = deadline;
    this.quotes = quotes;
  }

  /** References to parts of the directory on other servers (RFC 4511 §4.5.3), sorted. */
  List<String> references() {
    return List.copyOf(references);
  }

  /**
   * The matching entries at and below a base.
   *
   * @param most the most entries to return
   * @throws ProbeException if the server does not allow the search, or the base does not exist
   */
  List<LdapEntry> below(String base, int most, Filter filter, String... wanted)
      throws IOException, ProbeException {
    return allowed(base, search(base, SearchScope.SUB, most, filter, wanted));
  }

  /** The entry with this name, if it is visible. */
  List<LdapEntry> at(String name, String... wanted) throws IOException, ProbeException {
    return allowed(name, one(name, wanted));
  }

  /** The rootDSE; empty if the server has none (RFC 4512 §5.1), or does not show it. */
  Optional<LdapEntry> rootDse() throws IOException, ProbeException {
    Found found = one("", RootDse.NAMES);
    if (!RootDse.hiddenBy(found.result().code())) {
      allowed("the rootDSE", found);
    }
    return found.entries().stream().findFirst();
  }

  private Found one(String name, String... wanted) throws IOException, ProbeException {
    return search(name, SearchScope.BASE, 1, Filter.createPresenceFilter("objectClass"), wanted);
  }

  private List<LdapEntry> allowed(String searched, Found found) throws ProbeException {
    judge(searched, found.result());
    return found.entries();
  }

  private Found search(String base, SearchScope scope, int most, Filter filter, String... wanted)
      throws IOException, ProbeException {
    int seconds = (int) (deadline.remaining().toSeconds() + 1);
    messages.write(
        ++id,
        new SearchRequestProtocolOp(
            base, scope, DereferencePolicy.NEVER, most, seconds, false, filter, List.of(wanted)));
    List<LdapEntry> found = new ArrayList<>();
    for (int i = 0; i < MOST_MESSAGES; i++) {
      ProtocolOp operation = messages.answer(id);
      if (operation instanceof SearchResultEntryProtocolOp entry) {
        if (found.size() < most) {
          found.add(LdapEntry.of(entry));
        }
      } else if (operation instanceof SearchResultReferenceProtocolOp reference) {
        note(reference.getReferralURLs());
      } else if (operation instanceof SearchResultDoneProtocolOp done) {
        return new Found(List.copyOf(found), LdapResult.of(done));
      } else {
        throw ProbeException.unexpected("a search is answered with another operation's result");
      }
    }
    throw ProbeException.unexpected("the search below " + quotes.name(base) + " does not end");
  }

  private void note(List<String> urls) {
    urls.stream().limit(MOST_REFERENCES - references.size()).forEach(references::add);
  }

  private record Found(List<LdapEntry> entries, LdapResult result) {}

  private void judge(String searched, LdapResult result) throws ProbeException {
    String base = quotes.name(searched);
    switch (result.code()) {
      case ResultCode.SUCCESS_INT_VALUE, ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE -> {
        // The requested number of entries.
      }
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INVALID_DN_SYNTAX_INT_VALUE ->
          throw ProbeException.of(
              FaultKind.UNEXPECTED,
              "the login succeeded, but the directory has no " + base + ": " + result.shown(quotes),
              Clue.WRONG_SITE_VALUE);
      case ResultCode.REFERRAL_INT_VALUE ->
          throw ProbeException.of(
              FaultKind.UNEXPECTED,
              "the login succeeded, but another server has "
                  + base
                  + ": the referral leads to "
                  + result.leads(quotes)
                  + ", and is not followed",
              Clue.WRONG_SITE_VALUE);
      case ResultCode.OPERATIONS_ERROR_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
          throw ProbeException.of(
              FaultKind.DENIED,
              "the login succeeded, but the account may not search "
                  + base
                  + ": "
                  + result.shown(quotes),
              Clue.ACCESS_DENIED);
      default ->
          throw result.unexpected(
              "the login succeeded, but the search of " + base + " ends with ", quotes);
    }
  }
}
