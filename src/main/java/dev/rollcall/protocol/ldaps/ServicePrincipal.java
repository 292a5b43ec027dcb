package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.sdk.Filter;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Concern;
import dev.rollcall.model.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the accounts with the service's Kerberos name (MS-ADTS §5.1.1.4): single sign-on works only
 * if exactly one account has it.
 */
final class ServicePrincipal {
  private static final String NAMES = "servicePrincipalName";
  private static final int MOST_HOLDERS = 5;
  private static final int LONGEST = 60;

  private final Session session;
  private final Quotes quotes;
  private final String right;

  /**
   * @param host the host name that users type into their browsers
   */
  ServicePrincipal(Session session, String host) {
    this.session = session;
    this.quotes = session.quotes().knowing(host);
    // The vendor's rule; the directory itself ignores case.
    this.right = "HTTP/" + host.toLowerCase(Locale.ROOT);
  }

  /**
   * Searches for the accounts below a base.
   *
   * @throws ProbeException if no account has it, or several do
   */
  void find(Searches searches, String base) throws IOException, ProbeException {
    List<LdapEntry> holders =
        searches.below(
            base, MOST_HOLDERS, Filter.createEqualityFilter(NAMES, right), NAMES, "sAMAccountName");
    if (holders.isEmpty()) {
      throw fault(
          "no account in "
              + quotes.name(base)
              + " has the service principal name "
              + right
              + ", which single sign-on needs; an administrator can add it to the service's account"
              + " with: setspn -S "
              + right
              + " ACCOUNT");
    }
    if (holders.size() > 1) {
      throw fault(
          "several accounts have the service principal name "
              + right
              + ", so no one gets a ticket for it: "
              + quotes.upTo(LONGEST).names(holders.stream().map(LdapEntry::title).sorted().toList())
              + "; an administrator must remove it from all but one with: setspn -D "
              + right
              + " ACCOUNT");
    }
    held(holders.get(0));
  }

  private void held(LdapEntry holder) {
    List<String> names =
        holder.values(NAMES).stream().filter(right::equalsIgnoreCase).sorted().toList();
    Optional<String> found =
        names.contains(right) ? Optional.of(right) : names.stream().findFirst();
    session.observe("ldap.spn", found.map(quotes::name).orElse(right) + " (" + title(holder) + ")");
    if (found.isPresent() && !found.get().equals(right)) {
      session.concern(
          Concern.Kind.ACCOUNT,
          title(holder)
              + " has the service principal name "
              + quotes.name(found.get())
              + "; it must be spelled "
              + right);
    }
  }

  private String title(LdapEntry holder) {
    return quotes.upTo(LONGEST).name(holder.title());
  }

  private static ProbeException fault(String why) {
    return ProbeException.of(FaultKind.DENIED, why, Clue.SERVICE_PRINCIPAL);
  }
}
