import type { DataProvider } from 'react-admin';
import { askGraphql, type AdminResource } from '@accord/kernel/admin';

class NotOffered extends Error {}

const notOffered = (): Promise<never> => Promise.reject(new NotOffered('Acts go through their own mutations.'));

/** react-admin's lists over the product's GraphQL. Only reading: every change is an act with a mutation of its own. */
export function dataProviderOf(resources: readonly AdminResource[]): DataProvider {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  return {
    async getList(name, params) {
      const resource = byName.get(name);
      if (resource === undefined) return notOffered();
      const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
      const data = await askGraphql(resource.list.query, resource.list.variables({ page, perPage, filter: params.filter as Record<string, string> }), params.signal);
      const { items, total } = resource.list.read(data as never);
      return { data: items as never[], total };
    },
    getOne: notOffered, getMany: notOffered, getManyReference: notOffered, create: notOffered, update: notOffered, updateMany: notOffered, delete: notOffered, deleteMany: notOffered,
  };
}
