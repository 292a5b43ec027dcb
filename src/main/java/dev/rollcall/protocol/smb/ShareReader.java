package dev.rollcall.protocol.smb;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a share after the login: its folder, the first bytes of a file, and DFS referrals. It stays
 * on one host, and writes nothing.
 */
final class ShareReader {
  /** The most DFS referrals to follow within one host. */
  private static final int HOPS = 4;

  /** The most folders to search for a file, and the most files to try to open. */
  private static final int FOLDERS = 4;

  private static final int FILES = 3;
  private static final int NAMES = 3;
  private static final int LONGEST = 40;

  private final Session session;
  private final SmbChannel channel;
  private final Account account;
  private final boolean dfs;
  private final UncPath wanted;
  private final Quotes quotes;

  /**
   * @param wanted the path from the site file
   * @param dfs whether the server takes part in DFS
   */
  ShareReader(Session session, SmbChannel channel, Account account, UncPath wanted, boolean dfs) {
    this.session = session;
    this.wanted = wanted;
    this.quotes =
        session
            .quotes()
            .knowing(
                wanted.toString(), wanted.root(), wanted.host(), wanted.share(), wanted.path());
    this.channel = channel;
    this.account = account;
    this.dfs = dfs;
  }

  /**
   * Opens the path and reads.
   *
   * @return the DFS target on another host; empty if everything was found here
   */
  Optional<UncPath> through() throws IOException, ProbeException {
    UncPath at = wanted;
    for (int hop = 0; hop < HOPS; hop++) {
      Optional<UncPath> lead = visit(at);
      if (lead.isEmpty() || !lead.get().on(session.target().host())) {
        return lead;
      }
      at = lead.get();
    }
    throw ProbeException.unexpected("too many DFS referrals: " + wanted + " to " + shown(at));
  }

  private Optional<UncPath> visit(UncPath at) throws IOException, ProbeException {
    SmbShare tree;
    try {
      tree = SmbShare.connect(channel, at);
    } catch (SmbShare.Refused e) {
      if (e.any(SmbStatus.BAD_NETWORK_NAME) && dfs) {
        // A domain's name is not a server: only its controllers know its namespaces.
        Optional<UncPath> lead = referral(at).filter(other -> !other.root().equals(at.root()));
        if (lead.isPresent()) {
          return lead;
        }
      }
      throw e.any(SmbStatus.BAD_NETWORK_NAME)
          ? refused(
              e, "there is no share " + quotes.name(at.share()) + " on " + quotes.name(at.host()))
          : refused(
              e, "the share " + quotes.name(at.root()) + " does not open for " + account.given());
    }
    session.observe("smb.share", quotes.name(at.root()) + (tree.dfs() ? ", in DFS" : ""));
    if (tree.encrypted() && !channel.seal()) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "no common algorithm: the share "
                  + quotes.name(at.root())
                  + " demands encryption, and the server chose none of those that were offered");
      return Optional.empty();
    }
    session.observe("smb.session-encryption", channel.encryption());
    List<SmbShare.Entry> entries;
    try {
      entries = tree.list(at);
    } catch (SmbShare.Refused e) {
      if (e.any(SmbStatus.PATH_NOT_COVERED)) {
        return Optional.of(
            referral(at).orElseThrow(() -> refused(e, shown(at) + " is a DFS link to nowhere")));
      }
      throw refused(
          e,
          e.any(SmbStatus.ACCESS_DENIED)
              ? "the folder " + shown(at) + " cannot be listed by " + account.given()
              : "the folder " + shown(at) + " does not open");
    }
    session.observe("smb.listing", summary(entries));
    return new Search(tree, at, entries).find();
  }

  /** The DFS target to use: on this host, else on a host of the site file, else any. */
  private Optional<UncPath> referral(UncPath path) throws IOException, ProbeException {
    List<UncPath> targets;
    try {
      targets = SmbShare.connect(channel, new UncPath(path.host(), "IPC$", "")).targets(path);
    } catch (SmbShare.Refused e) {
      return Optional.empty();
    }
    if (!targets.isEmpty()) {
      session.observe(
          "smb.dfs-target", quotes.names(targets.stream().map(UncPath::toString).toList()));
    }
    String here = session.target().host();
    return targets.stream()
        .filter(target -> target.on(here))
        .findFirst()
        .or(
            () ->
                targets.stream()
                    .filter(target -> session.credentials().covers(target.host()))
                    .findFirst())
        .or(() -> targets.stream().findFirst());
  }

  private String shown(UncPath path) {
    return quotes.name(path.toString());
  }

  private String summary(List<SmbShare.Entry> entries) {
    String names =
        quotes
            .upTo(LONGEST)
            .names(entries.stream().limit(NAMES).map(SmbShare.Entry::name).toList());
    int count = entries.size();
    return switch (count) {
      case 0 -> "empty";
      case 1 -> "1 entry: " + names;
      default ->
          (count < SmbShare.ENTRIES ? count : count + " or more")
              + " entries: "
              + names
              + (count > NAMES ? ", …" : "");
    };
  }

  private ProbeException refused(SmbShare.Refused refusal, String what) {
    String evidence = what + " (" + SmbStatus.name(refusal.status()) + ")";
    Optional<Clue> clue = SmbStatus.of(refusal.status()).flatMap(SmbStatus::clue);
    return clue.map(
            sign ->
                ProbeException.of(
                    sign == Clue.ACCESS_DENIED ? FaultKind.DENIED : FaultKind.UNEXPECTED,
                    evidence,
                    sign))
        .orElseGet(() -> ProbeException.unexpected(evidence));
  }

  /** Looks for a file whose first bytes can be read. */
  private final class Search {
    private final SmbShare tree;
    private final Deque<UncPath> folders = new ArrayDeque<>();
    private final UncPath top;
    private final List<SmbShare.Entry> entries;
    private Optional<UncPath> link = Optional.empty();
    private int files;

    Search(SmbShare tree, UncPath folder, List<SmbShare.Entry> entries) {
      this.tree = tree;
      this.top = folder;
      this.entries = entries;
    }

    Optional<UncPath> find() throws IOException, ProbeException {
      if (in(top, entries)) {
        return Optional.empty();
      }
      for (int turn = 1; turn < FOLDERS && !folders.isEmpty(); turn++) {
        UncPath folder = folders.pop();
        try {
          if (in(folder, tree.list(folder))) {
            return Optional.empty();
          }
        } catch (SmbShare.Refused e) {
          if (e.any(SmbStatus.PATH_NOT_COVERED)) {
            link = link.or(() -> Optional.of(folder));
          }
        }
      }
      if (link.isPresent()) {
        return referral(link.get());
      }
      session.observe(
          new Observation.Note(
              shown(top) + " has no file to read: opening is proven, reading is not"));
      return Optional.empty();
    }

    /** Whether a file of this folder was read; if not, its subfolders are next. */
    private boolean in(UncPath folder, List<SmbShare.Entry> found)
        throws IOException, ProbeException {
      List<SmbShare.Entry> plain = found.stream().filter(SmbShare.Entry::plain).toList();
      for (SmbShare.Entry entry : plain.stream().filter(one -> !one.folder()).toList()) {
        if (files < FILES && read(folder.below(entry.name()))) {
          return true;
        }
      }
      for (SmbShare.Entry entry :
          plain.stream().filter(SmbShare.Entry::folder).limit(FOLDERS).toList()) {
        folders.add(folder.below(entry.name()));
      }
      return false;
    }

    private boolean read(UncPath file) throws IOException, ProbeException {
      files++;
      try {
        session.observe("smb.read", tree.read(file) + " bytes of " + quotes.name(file.path()));
        return true;
      } catch (SmbShare.Refused e) {
        if (e.any(SmbStatus.ACCESS_DENIED)) {
          throw refused(e, "the file " + shown(file) + " cannot be read by " + account.given());
        }
        // In use or deleted meanwhile: try another one.
        return false;
      }
    }
  }
}
