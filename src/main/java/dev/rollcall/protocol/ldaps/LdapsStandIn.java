package dev.rollcall.protocol.ldaps;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A directory that shows its rootDSE to everyone, and nothing else. A bind is read only as far as
 * needed to see whether it is anonymous.
 */
final class LdapsStandIn implements StandIn.Streams {
  /** The largest request; useful ones are much smaller. */
  private static final int LARGEST = 64 << 10;

  private static final int NOTICE = 0;
  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";
  private static final int VERSION = 3;
  private static final List<String> NONE = List.of();

  private final List<LdapsSettings> rules;

  LdapsStandIn(List<LdapsSettings> rules) {
    this.rules = List.copyOf(rules);
  }

  @Override
  public void serve(Caller plain) throws IOException {
    Caller caller = plain.startTls();
    LdapMessages messages = new LdapMessages(caller.in(), caller.out(), LARGEST);
    try {
      boolean more = true;
      while (more) {
        more = answer(LdapRequest.read(messages), messages, caller);
      }
    } catch (ProbeException notLdap) {
      disconnect(messages, "not an LDAP message");
    }
  }

  /** Whether the caller stays connected. */
  private boolean answer(LdapRequest request, LdapMessages messages, Caller caller)
      throws IOException, ProbeException {
    int id = request.id();
    int no = ResultCode.UNWILLING_TO_PERFORM_INT_VALUE;
    String why = says("no change is made here");
    switch (request.operation()) {
      case LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST -> messages.write(id, bind(request));
      case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST -> search(request, messages, caller);
      case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_REQUEST ->
          messages.write(id, extended(request, caller));
      case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_REQUEST ->
          messages.write(id, new ModifyResponseProtocolOp(no, "", why, NONE));
      case LDAPMessage.PROTOCOL_OP_TYPE_ADD_REQUEST ->
          messages.write(id, new AddResponseProtocolOp(no, "", why, NONE));
      case LDAPMessage.PROTOCOL_OP_TYPE_DELETE_REQUEST ->
          messages.write(id, new DeleteResponseProtocolOp(no, "", why, NONE));
      case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_REQUEST ->
          messages.write(id, new ModifyDNResponseProtocolOp(no, "", why, NONE));
      case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_REQUEST ->
          messages.write(id, new CompareResponseProtocolOp(no, "", says("nothing is here"), NONE));
      case LDAPMessage.PROTOCOL_OP_TYPE_ABANDON_REQUEST -> {
        // There is nothing to abandon: every answer is immediate.
      }
      case LDAPMessage.PROTOCOL_OP_TYPE_UNBIND_REQUEST -> {
        return false;
      }
      default -> {
        disconnect(messages, "no such operation");
        return false;
      }
    }
    return true;
  }

  /** RFC 4513 §5.1: a name without a password is not an anonymous bind either. */
  private static BindResponseProtocolOp bind(LdapRequest request) throws ProbeException {
    LdapRequest.Bind bind = request.bind();
    int code = ResultCode.SUCCESS_INT_VALUE;
    String text = "anonymous access only";
    if (bind.version() != VERSION) {
      code = ResultCode.PROTOCOL_ERROR_INT_VALUE;
      text = "only LDAP version 3 is spoken";
    } else if (!bind.anonymous()) {
      code = ResultCode.UNWILLING_TO_PERFORM_INT_VALUE;
      text = "no login is possible here, and no credentials were stored";
    }
    return new BindResponseProtocolOp(code, "", says(text), NONE, null);
  }

  private void search(LdapRequest request, LdapMessages messages, Caller caller)
      throws IOException, ProbeException {
    LdapRequest.Search search = request.search();
    caller.saw("ldaps.base", search.base());
    boolean rootDse = search.base().isEmpty() && search.scope() == SearchScope.BASE_INT_VALUE;
    if (rootDse) {
      messages.write(
          request.id(), RootDse.ofStandIn(caller.identity().host(), rules).answer(search.wanted()));
    }
    messages.write(
        request.id(),
        new SearchResultDoneProtocolOp(
            rootDse
                ? ResultCode.SUCCESS_INT_VALUE
                : ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
            "",
            says("only the rootDSE exists here"),
            NONE));
  }

  private static ExtendedResponseProtocolOp extended(LdapRequest request, Caller caller)
      throws ProbeException {
    Optional<byte[]> proof =
        request.challenge().flatMap(challenge -> caller.identity().proof(challenge, true));
    return new ExtendedResponseProtocolOp(
        proof.isPresent() ? ResultCode.SUCCESS_INT_VALUE : ResultCode.PROTOCOL_ERROR_INT_VALUE,
        "",
        says(proof.isPresent() ? "the proof" : "no such operation"),
        NONE,
        proof.isPresent() ? LdapMessages.PROOF : null,
        proof.map(ASN1OctetString::new).orElse(null));
  }

  /** RFC 4511 §4.4.1. */
  private static void disconnect(LdapMessages messages, String why) throws IOException {
    messages.write(
        NOTICE,
        new ExtendedResponseProtocolOp(
            ResultCode.PROTOCOL_ERROR_INT_VALUE,
            "",
            says(why),
            NONE,
            NOTICE_OF_DISCONNECTION,
            null));
  }

  private static String says(String text) {
    return StandInMark.TEXT + ": " + text;
  }
}
