package io.resque;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

import io.resque.json.ResqueJson;
import io.resque.json.SensitiveArgs;

/**
 * Calls a bean of the application, which is looked up for each run: so lazy, scoped and
 * prototype beans are what they promise, and calls go through the proxies around a bean.
 */
final class BeanJobMethod implements JobMethod {

	private final BeanFactory beans;

	private final String beanName;

	private final List<JobSignature> signatures;

	private final ResqueJson json;

	BeanJobMethod(BeanFactory beans, String beanName, List<JobSignature> signatures, ResqueJson json) {
		this.beans = beans;
		this.beanName = beanName;
		this.signatures = signatures.stream().sorted(JobSignature.BEST_FIRST).toList();
		this.json = json;
	}

	List<Method> methods() {
		return this.signatures.stream().map(JobSignature::method).toList();
	}

	/** The signature that a method, maybe of a super type, stands for. */
	@Nullable JobSignature signature(Method method) {
		for (JobSignature signature : this.signatures) {
			Method own = signature.method();
			if (own.getName().equals(method.getName())
					&& Arrays.equals(own.getParameterTypes(), method.getParameterTypes())) {
				return signature;
			}
		}
		return null;
	}

	/** Which arguments nobody is to see, of any of its methods. */
	SensitiveArgs sensitive() {
		return this.signatures.stream().map(JobSignature::sensitive).reduce(SensitiveArgs.NONE, SensitiveArgs::and);
	}

	@Override
	public Object bean() {
		return this.beans.getBean(this.beanName);
	}

	@Override
	public void prepare() {
		Object bean = bean();
		methods().forEach((method) -> invocable(method, bean));
	}

	@Override
	public void invoke(JobContext context) throws Throwable {
		Call call = choose(context);
		Object bean = bean();
		try {
			invocable(call.method(), bean).invoke(bean, call.arguments());
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Method invocable(Method declared, Object bean) {
		Method method = AopUtils.selectInvocableMethod(declared, bean.getClass());
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	/** The first overload that takes as many arguments, and of these types. */
	private Call choose(JobContext context) {
		List<@Nullable Object> args = args(context.job());
		JobArgumentException mismatch = null;
		for (JobSignature signature : this.signatures) {
			if (!signature.takes(args.size())) {
				continue;
			}
			try {
				return new Call(signature.method(), signature.arguments((type) -> context, args, this.json));
			}
			catch (JobArgumentException ex) {
				mismatch = (mismatch != null) ? mismatch : ex;
			}
		}
		throw (mismatch != null) ? mismatch : wrongCount(args.size());
	}

	/**
	 * Where a job takes nothing, one null is nothing: php-resque always writes one
	 * argument.
	 */
	private List<@Nullable Object> args(Job job) {
		boolean nothing = job.args().equals(Collections.singletonList(null))
				&& this.signatures.stream().noneMatch((signature) -> signature.takes(1));
		return nothing ? List.of() : job.args();
	}

	private JobArgumentException wrongCount(int count) {
		String expected = this.signatures.stream().map(JobSignature::expectation).collect(Collectors.joining(" or "));
		return new JobArgumentException(
				this.signatures.get(0) + " expects " + expected + ", but the payload has " + count, null);
	}

	private record Call(Method method, @Nullable Object[] arguments) {
	}

}
